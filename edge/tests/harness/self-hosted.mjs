// The edge as operators run it without Cloudflare: deploy/workerd/config.capnp under a plain workerd.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import workerd from "workerd";
import { ORIGIN } from "./edge.mjs";
import { KEY_ID, ROOT_SECRET } from "./signing.mjs";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Starts it in front of a core. @param {string} core its address */
export async function startSelfHosted(core) {
  const edge = new SelfHosted(core, mkdtempSync(join(tmpdir(), "frontrow-workerd-")));
  await edge.start();
  return edge;
}

class SelfHosted {
  constructor(core, folder) {
    Object.assign(this, { core, folder });
  }

  async start() {
    const options = ["--experimental", "-s", "http=127.0.0.1:0", "-d", `objects=${this.folder}`, "--control-fd", "3"];
    this.process = spawn(workerd.default ?? workerd, ["serve", "deploy/workerd/config.capnp", ...options], {
      cwd: ROOT,
      env: { ...process.env, ROOT_SECRET: ROOT_SECRET.toString("base64url"), KEY_ID, CORE_URL: this.core, SITE_ORIGIN: ORIGIN, PAY_SOURCES: "https://pay.example.com" },
      stdio: ["ignore", "ignore", "inherit", "pipe"],
    });
    this.base = `http://127.0.0.1:${await this.#port()}`;
  }

  /** workerd tells the port it was given, one JSON line, once it listens. */
  async #port() {
    for await (const line of this.process.stdio[3]) {
      const told = JSON.parse(line);
      if (told.event === "listen") return told.port;
    }
    throw new Error("workerd did not start");
  }

  /** One request; the whole answer, read. */
  async ask(path, { json, headers = {}, method } = {}) {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const type = body && { "content-type": "application/json" };
    const response = await fetch(this.base + path, { method: method ?? (body ? "POST" : "GET"), headers: { ...type, ...headers }, body, redirect: "manual" });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : null };
  }

  /** Ends workerd as a power cut would. */
  async kill() {
    this.process.kill("SIGKILL");
    await once(this.process, "exit");
  }

  async stop() {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
