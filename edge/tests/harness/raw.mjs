// Requests as they stand, by no client that mends addresses.
import { once } from "node:events";
import { request } from "node:http";

/** One request; the whole answer, read. @param {string | URL} base @param {string} method @param {string} path @param {object} [headers] */
export async function raw(base, method, path, headers = {}) {
  const { hostname, port } = new URL(base);
  const asked = request({ hostname, port, method, path, headers });
  asked.end();
  const [answer] = await once(asked, "response");
  const chunks = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, text: Buffer.concat(chunks).toString() };
}
