import { connect } from "node:net";
import { freePort } from "./port.mjs";
import { Part } from "./part.mjs";

/** A Redis of its own, so that a journey may empty it. @param {string} folder for the log */
export async function startRedis(folder) {
  const port = await freePort();
  const part = new Part("redis", folder, {
    program: "redis-server",
    args: ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--maxmemory-policy", "noeviction", "--dir", folder],
  });
  const ask = (command) => roundTrip(port, command);
  await part.ready(async () => (await ask("PING")) === "+PONG");
  return { part, url: `redis://127.0.0.1:${port}`, flushAll: () => ask("FLUSHALL") };
}

/** One command and the first line of its answer. @returns {Promise<string>} */
function roundTrip(port, command) {
  return new Promise((answer, failed) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${command}\r\n`));
    socket.setEncoding("utf8").once("error", failed).once("data", (text) => {
      socket.destroy();
      answer(String(text).split("\r\n")[0]);
    });
  });
}
