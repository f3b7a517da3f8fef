// The built Worker on a real workerd.
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { KEY_ID, ROOT_SECRET } from "./signing.mjs";

const BUILD = fileURLToPath(new URL("../../build/", import.meta.url));

/** The page's origin in the tests. */
export const ORIGIN = "http://localhost:8787";

/**
 * Starts the edge in front of a core.
 * @param {{core: string, bindings?: object, ratelimits?: object, site?: string}} options `site`: the folder of the static files
 */
export async function startEdge(options) {
  const folder = mkdtempSync(join(tmpdir(), "frontrow-edge-"));
  return new Edge(await run(options, folder), options, folder);
}

/** workerd sometimes does not come up on a machine that is very busy; that is no finding about the Worker. */
async function run(options, folder, tries = 5) {
  try {
    return await runOnce(options, folder);
  } catch (error) {
    if (error.code !== "ERR_RUNTIME_FAILURE" || tries === 1) throw error;
    return run(options, folder, tries - 1);
  }
}

async function runOnce({ core, bindings = {}, ratelimits, site }, folder) {
  const miniflare = new Miniflare(convertV4MiniflareOptions({
    name: "frontrow",
    modules: [
      { type: "ESModule", path: `${BUILD}index.js`, contents: readFileSync(`${BUILD}index.js`, "utf8") },
      { type: "CompiledWasm", path: `${BUILD}index_bg.wasm`, contents: readFileSync(`${BUILD}index_bg.wasm`) },
    ],
    compatibilityDate: "2026-10-01",
    cache: true,
    durableObjects: {
      ROOM: { className: "RoomObject", useSQLite: true },
      SHARD: { className: "ShardObject", useSQLite: true },
    },
    resourcePersistencePath: folder,
    log: new Log(LogLevel.ERROR),
    handleStructuredLogs: ({ level, message }) => process.env.EDGE_LOG && console.error(`[${level}] ${message}`),
    ratelimits,
    assets: site && { directory: site, binding: "ASSETS", routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true }, assetConfig: { html_handling: "force-trailing-slash", not_found_handling: "404-page" } },
    bindings: { ROOT_SECRET: ROOT_SECRET.toString("base64url"), KEY_ID, CORE_URL: core, SITE_ORIGIN: ORIGIN, ...bindings },
  }));
  try {
    await miniflare.ready;
  } catch (error) {
    await miniflare.dispose().catch(() => {});
    throw error;
  }
  return miniflare;
}

class Edge {
  constructor(miniflare, options, folder) {
    Object.assign(this, { miniflare, options, folder });
  }

  /**
   * One request; the whole answer, read.
   * @param {string} path @param {{method?: string, headers?: object, json?: any, body?: any}} [init]
   */
  async ask(path, { json, headers = {}, ...init } = {}) {
    const body = json === undefined ? init.body : JSON.stringify(json);
    const method = init.method ?? (body === undefined ? "GET" : "POST");
    const type = json === undefined ? {} : { "content-type": "application/json" };
    const response = await this.miniflare.dispatchFetch(`${ORIGIN}${path}`, { method, headers: { ...type, ...headers }, body, redirect: "manual" });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : null };
  }

  /**
   * Kills workerd, whatever it is doing, and starts it again over what it has stored.
   * @param {{losing?: string, restoring?: string, copying?: boolean}} [options] a class whose storage is lost meanwhile; one
   *   whose storage comes back as it was when all of it was last copied; whether to copy it
   */
  async kill({ losing, restoring, copying } = {}) {
    await this.miniflare.dispose();
    if (copying) {
      this.copy ??= mkdtempSync(join(tmpdir(), "frontrow-edge-copy-"));
      cpSync(this.folder, this.copy, { recursive: true });
    }
    const of = (folder, name) => readdirSync(folder, { recursive: true }).map(String).filter((file) => name && file.includes(name));
    for (const file of of(this.folder, losing ?? restoring)) rmSync(join(this.folder, file), { recursive: true, force: true });
    for (const file of of(this.copy ?? this.folder, restoring).filter((file) => file.includes(".sqlite"))) cpSync(join(this.copy, file), join(this.folder, file));
    this.miniflare = await run(this.options, this.folder);
  }

  /** How many Durable Objects of a class have stored anything. @param {string} className */
  objects(className) {
    const files = readdirSync(this.folder, { recursive: true }).map(String);
    return files.filter((file) => file.includes(className) && file.endsWith(".sqlite") && !file.endsWith("metadata.sqlite")).length;
  }

  async stop() {
    await this.miniflare.dispose();
    for (const folder of [this.folder, this.copy]) if (folder) rmSync(folder, { recursive: true, force: true });
  }
}
