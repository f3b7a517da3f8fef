// The built Worker on a real workerd.
import { Miniflare } from "miniflare";
import { fileURLToPath } from "node:url";
import { KEY_ID, ROOT_SECRET } from "./signing.mjs";

const BUILD = fileURLToPath(new URL("../../build/", import.meta.url));

/** The page's origin in the tests. */
export const ORIGIN = "http://localhost:8787";

/**
 * Starts the edge in front of a core. With `persist`, a folder, what it stores outlives it.
 * @param {{core: string, persist?: string, bindings?: object, limits?: object}} options
 */
export async function startEdge({ core, persist, bindings = {}, limits }) {
  const miniflare = new Miniflare({
    name: "frontrow",
    rootPath: BUILD,
    scriptPath: `${BUILD}index.js`,
    modules: true,
    modulesRules: [
      { type: "ESModule", include: ["**/*.js"] },
      { type: "CompiledWasm", include: ["**/*.wasm"] },
    ],
    compatibilityDate: "2026-10-01",
    cache: true,
    durableObjects: {
      ROOM: { className: "RoomObject", useSQLite: true },
      SHARD: { className: "ShardObject", useSQLite: true },
    },
    durableObjectsPersist: persist ?? false,
    ratelimits: limits,
    bindings: { ROOT_SECRET: ROOT_SECRET.toString("base64url"), KEY_ID, CORE_URL: core, SITE_ORIGIN: ORIGIN, ...bindings },
  });
  await miniflare.ready;
  return new Edge(miniflare);
}

class Edge {
  constructor(miniflare) {
    this.miniflare = miniflare;
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
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };
  }

  stop() {
    return this.miniflare.dispose();
  }
}
