// A stand-in for the core's HTTP: it believes only hop signatures, keeps passes as the contract
// of the sync says, and counts what reached it. It answers slowly, twice or not at all on demand.
import { createServer } from "node:http";
import { once } from "node:events";
import { ACCESS_SEED, access, hopProblem, jwk, newId } from "./signing.mjs";

/** Starts it on a free loopback port. */
export async function startCore() {
  const core = new Core();
  core.server = createServer((request, response) => {
    core.handle(request, response).catch((error) => {
      core.failures.push(error);
      response.writeHead(500).end();
    });
  });
  core.server.listen(0, "127.0.0.1");
  await once(core.server, "listening");
  core.url = `http://127.0.0.1:${core.server.address().port}`;
  return core;
}

class Core {
  /** Sales by id: the settings that rooms get. */
  sales = new Map();
  /** Per sale: passes known here, the list of those that ended here, and when the room said that it wakes. */
  rooms = new Map();
  /** Every request that came with a good signature. */
  reached = [];
  /** Requests without one: there must never be any. */
  refused = [];
  failures = [];
  /**
   * What happens to requests: "hang" (never answered); or, to syncs, "drop" (taken in, the
   * connection lost), "late" (taken in, answered after the room has given up); or a status.
   */
  trouble = null;
  /** Answers of /api routes, by path. */
  answers = new Map();

  /** A sale with short windows; opened a minute ago. @param {object} [settings] */
  addSale(settings = {}) {
    const sale = newId("sal");
    const now = Date.now();
    this.sales.set(sale, {
      sale, mode: "scheduled", lobby_opens_at_ms: now - 60_000, opens_at_ms: now - 60_000, closes_at_ms: now + 3_600_000,
      cap: 1_000_000, claim_window_ms: 60_000, pass_ttl_ms: 300_000, pass_hard_ms: 900_000, title: "Hot", ...settings,
    });
    this.rooms.set(sale, { cap: settings.cap ?? 2, known: new Map(), dead: new Set(), log: [], busy: new Set(), syncs: 0 });
    return sale;
  }

  /** Ends a pass, as paying does. */
  end(sale, jti, reason = "paid") {
    const room = this.rooms.get(sale);
    if (room.dead.has(jti)) return;
    room.dead.add(jti);
    room.log.push({ jti, reason });
  }

  /** An access token of an account. @param {{account?: string, kid?: string, seed?: Buffer, exp?: number}} [of] */
  access(of) {
    return access(of);
  }

  /** Requests for a path prefix that got through. @param {string} prefix */
  reachedAt(prefix) {
    return this.reached.filter(({ url }) => url.startsWith(prefix));
  }

  async handle(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    const asked = { method, url, headers, body: Buffer.concat(chunks) };
    const problem = hopProblem(asked, url.startsWith("/edge/") ? "sync" : "hop");
    if (problem) {
      this.refused.push({ ...asked, problem });
      return send(response, 401, { code: problem });
    }
    this.reached.push(asked);
    if (this.trouble === "hang") return;
    const sync = url.endsWith("/sync");
    if (this.trouble === "late" && sync) await new Promise((done) => setTimeout(done, 1_200));
    if (typeof this.trouble === "number") return send(response, this.trouble, { code: "internal" });
    const answer = this.answer(asked);
    if (this.trouble === "drop" && sync) return response.destroy();
    send(response, answer.status ?? 200, answer.body, answer.headers);
  }

  answer({ method, url, body }) {
    const [path] = url.split("?");
    const sale = /^\/edge\/v1\/sales\/(\w+)$/.exec(path)?.[1];
    if (sale) return this.sales.has(sale) ? { body: this.sales.get(sale) } : { status: 404, body: { code: "sale_not_found" } };
    const synced = /^\/edge\/v1\/rooms\/(\w+)\/sync$/.exec(path)?.[1];
    if (synced && method === "POST") return { body: this.sync(synced, JSON.parse(body)) };
    if (path === "/api/v1/auth/jwks.json") return { body: { keys: [jwk(ACCESS_SEED, "a1")] } };
    return this.answers.get(path) ?? { body: { path, ok: true } };
  }

  sync(sale, report) {
    const room = this.rooms.get(sale);
    room.syncs += 1;
    room.wakes = report.wakes_at_ms;
    for (const granted of report.granted) room.known.set(granted.jti, { ...granted, epoch: report.epoch });
    for (const { jti } of report.ended) room.dead.add(jti);
    const foreign = [...room.known.values()].filter(({ jti, epoch, hard_end_ms }) => epoch !== report.epoch && !room.dead.has(jti) && hard_end_ms > Date.now());
    const heights = { ...report.heights };
    for (const [name, height] of Object.entries(room.heights ?? {})) heights[name] = Math.max(height, heights[name] ?? 0);
    room.heights = heights;
    const over = report.granted.filter(({ jti }) => room.dead.has(jti)).map(({ jti }) => ({ jti, reason: "over" }));
    // A few entries of the list are told again each time.
    const from = Math.max(0, Number(report.cursor || 0) - 3);
    return {
      acked: [...report.granted, ...report.ended].map(({ jti }) => jti),
      ended: [...room.log.slice(from), ...over], cursor: String(room.log.length),
      busy: report.expiring.filter((jti) => room.busy.has(jti)).map((jti) => ({ jti, until_ms: Date.now() + 5_000 })),
      settings: this.sales.get(sale), stock: { free: 10_000, total: 10_000 }, cap: room.cap, health: 100, foreign_active: foreign.length, living: foreign.slice(0, 200), known: heights, now_ms: Date.now(),
    };
  }

  async stop() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
