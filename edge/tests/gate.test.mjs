// The gate: what reaches the core, as whom, and what never does.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startCore } from "./harness/core.mjs";
import { ORIGIN, startEdge } from "./harness/edge.mjs";
import { raw } from "./harness/raw.mjs";
import { derive, newId, pass, queueToken } from "./harness/signing.mjs";
import { until } from "./harness/visitor.mjs";

let core, edge;
before(async () => {
  core = await startCore();
  edge = await startEdge({ core: core.url });
});
after(async () => {
  await edge?.stop();
  await core.stop();
  assert.deepEqual(core.refused, [], "the edge sent something without a good signature");
  assert.deepEqual(core.failures, []);
});
beforeEach(() => {
  core.trouble = null;
  core.reached.length = 0;
});

const now = () => Math.floor(Date.now() / 1000);

test("each wrong pass has its own code and none reaches the core", async () => {
  const sale = core.addSale();
  const good = pass({ aud: sale });
  const turned = (token, at) => token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
  for (const [token, code] of [
    [null, "pass_missing"],
    ["nonsense", "pass_malformed"],
    [turned(good, good.length - 20), "pass_forged"],
    [pass({ aud: sale, seed: derive("hop") }), "pass_forged"],
    [pass({ aud: sale, kid: "k9", seed: derive("pass", "k9") }), "pass_foreign_key"],
    [pass({ aud: newId("sal") }), "pass_wrong_sale"],
    [pass({ aud: sale, exp: now() - 6 }), "pass_expired"],
    [pass({ aud: sale, hard: now() - 6 }), "pass_expired"],
    [pass({ aud: sale, nbf: now() + 30 }), "pass_not_yet_valid"],
  ]) {
    const headers = token ? { "x-frontrow-pass": token } : {};
    const answer = await edge.ask(`/api/v1/sales/${sale}/seats`, { headers });
    assert.equal(answer.body.code, code);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    assert.match(answer.body.request_id, /^req_/);
  }
  assert.equal(core.reachedAt("/api/").length, 0);
  assert.equal((await edge.ask(`/api/v1/sales/${sale}/seats`, { headers: { "x-frontrow-pass": good } })).status, 200);
  assert.equal(core.reachedAt("/api/").length, 1);
});

test("each wrong queue token has its own code and wakes nobody", async () => {
  const sale = core.addSale();
  const secret = randomBytes(32).toString("base64url");
  const good = queueToken({ sale, secret });
  const objects = edge.objects("RoomObject");
  for (const [token, code] of [
    [undefined, "queue_token_missing"],
    ["nonsense", "queue_token_malformed"],
    [good.slice(0, -4) + "AAAA", "queue_token_forged"],
    [queueToken({ sale, secret, key: derive("status") }), "queue_token_forged"],
    [queueToken({ sale, secret, kid: "k9" }), "queue_token_foreign_key"],
    [queueToken({ sale: newId("sal"), secret }), "queue_token_wrong_sale"],
    [queueToken({ sale, secret, expires: Date.now() - 1 }), "queue_token_expired"],
    [queueToken({ sale, secret, issued: Date.now() + 60_000 }), "queue_token_not_yet_valid"],
    [queueToken({ sale, secret: randomBytes(32).toString("base64url") }), "proof_invalid"],
  ]) {
    for (const verb of ["claim", "me", "leave"]) {
      const json = { token, secret, ...(verb === "claim" && { nonce: "n".repeat(20) }) };
      const answer = await edge.ask(`/q/v1/${sale}/${verb}`, { json });
      assert.equal(answer.body.code, code, verb);
    }
  }
  assert.equal(core.reached.length, 0);
  assert.equal(edge.objects("RoomObject"), objects);
});

test("each wrong access token has its own code and none reaches the core", async () => {
  for (const [token, code] of [
    [null, "sign_in_required"],
    ["nonsense", "access_malformed"],
    [core.access({ seed: Buffer.alloc(32, 8) }), "access_forged"],
    [core.access({ exp: now() - 1 }), "access_expired"],
    [core.access({ kid: "a9" }), "access_foreign_key"],
    [core.access({ aud: "frontrow:staff" }), "access_other_door"],
  ]) {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    assert.equal((await edge.ask("/api/v1/me", { headers })).body.code, code);
  }
  const seen = core.reachedAt("/api/v1/me");
  assert.equal(seen.length, 0);
});

test("a pass claimed by one person is of no use to another", async () => {
  const sale = core.addSale();
  const [mine, other] = [newId("acc"), newId("acc")];
  const headers = { "x-frontrow-pass": pass({ aud: sale, acc: mine }), authorization: `Bearer ${core.access({ account: other })}` };
  const answer = await edge.ask(`/api/v1/sales/${sale}/holds`, { json: { seats: [1] }, headers });
  assert.equal(answer.body.code, "pass_other_account");
  const own = { ...headers, authorization: `Bearer ${core.access({ account: mine })}` };
  assert.equal((await edge.ask(`/api/v1/sales/${sale}/holds`, { json: { seats: [1] }, headers: own })).status, 200);
  const [{ headers: sent, body }] = core.reachedAt("/api/v1/sales/");
  assert.equal(sent["x-frontrow-account"], mine);
  assert.equal(body.toString(), '{"seats":[1]}');
});

test("what a client says about itself stays behind", async () => {
  const account = newId("acc");
  const mine = core.access({ account });
  await edge.ask("/api/v1/me", {
    headers: {
      "cf-connecting-ip": "198.51.100.7",
      cookie: `__Host-fr_access=${mine}; __Host-fr_refresh=secret`,
      "x-frontrow-account": newId("acc"), "x-frontrow-visitor": newId("vis"), "x-frontrow-pass": "forged", "x-frontrow-refresh": "forged",
      "x-frontrow-client-ip": "203.0.113.1", "x-frontrow-hop": "v1 kid=k1", "x-request-id": "mine",
      "x-forwarded-for": "203.0.113.1", "x-real-ip": "203.0.113.1", forwarded: "for=203.0.113.1", "x-user-id": "1", "x-user-role": "ADMIN",
      "idempotency-key": "key-1", "accept-language": "ko",
    },
  });
  const [{ headers }] = core.reachedAt("/api/v1/me");
  assert.equal(headers["x-frontrow-account"], account);
  assert.equal(headers["x-frontrow-client-ip"], "198.51.100.7");
  assert.match(headers["x-request-id"], /^req_/);
  assert.deepEqual([headers["idempotency-key"], headers["accept-language"]], ["key-1", "ko"]);
  for (const name of ["cookie", "authorization", "x-frontrow-visitor", "x-frontrow-pass", "x-frontrow-refresh", "x-forwarded-for", "x-real-ip", "forwarded", "x-user-id", "x-user-role"]) {
    assert.equal(headers[name], undefined, name);
  }
});

test("whatever stands in no row of the table is denied", async () => {
  for (const [method, path] of [
    ["GET", "/staff/v1/sales"], ["GET", "/api/v1/nothing"], ["GET", "/edge/v1/sales/x"],
    ["GET", "/api/v1/performances/%2e%2e%2fstaff"], ["POST", "/webhooks/other"], ["GET", "/metrics"], ["GET", "/.well-known/other"],
  ]) {
    const answer = await edge.ask(path, { method, headers: { authorization: `Bearer ${core.access()}` } });
    assert.deepEqual([answer.status, answer.body.code], [404, "not_found"], `${method} ${path}`);
  }
  assert.equal(core.reached.length, 0);
});

test("another site's page cannot change anything", async () => {
  const post = (origin) => edge.ask("/api/v1/auth/sign-out", { json: {}, headers: origin ? { origin } : {} });
  assert.equal((await post("https://evil.example")).body.code, "origin_mismatch");
  const join = { json: { thumbprint: "x" }, headers: { origin: "null" } };
  assert.equal((await edge.ask(`/q/v1/${core.addSale()}/join`, join)).body.code, "origin_mismatch");
  assert.equal(core.reached.length, 0);
  assert.equal((await post(ORIGIN)).status, 200);
  assert.equal((await post(null)).status, 200);
});

test("bodies are limited, whether announced or streamed", async () => {
  const headers = { authorization: `Bearer ${core.access()}` };
  const ask = (body) => edge.ask("/api/v1/coupons/claims", { method: "POST", body, headers });
  assert.equal((await ask("x".repeat(64 * 1024))).status, 200);
  assert.equal((await ask("x".repeat(64 * 1024 + 1))).body.code, "body_too_large");
  const stream = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 3; i += 1) controller.enqueue(new Uint8Array(32 * 1024));
      controller.close();
    },
  });
  const streamed = await edge.miniflare.dispatchFetch(`${ORIGIN}/api/v1/coupons/claims`, { method: "POST", body: stream, duplex: "half", headers });
  assert.equal((await streamed.json()).code, "body_too_large");
  assert.equal(core.reachedAt("/api/v1/coupons").length, 1);
});

test("the refresh cookie goes to sign-in routes alone, and their cookies come back", async () => {
  core.answers.set("/api/v1/auth/refresh", { body: {}, headers: { "set-cookie": ["__Host-fr_access=a; Secure", "__Host-fr_refresh=b; Secure"] } });
  const answer = await edge.ask("/api/v1/auth/refresh", { json: {}, headers: { cookie: "x=1; __Host-fr_refresh=old-one" } });
  assert.equal(core.reachedAt("/api/v1/auth/refresh")[0].headers["x-frontrow-refresh"], "old-one");
  assert.deepEqual(answer.headers.getSetCookie(), ["__Host-fr_access=a; Secure", "__Host-fr_refresh=b; Secure"]);
  assert.equal(answer.headers.get("cache-control"), "no-store");
});

test("a webhook goes on byte by byte, with its signature", async () => {
  const raw = '{"eventType": "PAYMENT_STATUS_CHANGED",\n "x": "ü"}';
  await edge.ask("/webhooks/toss", { method: "POST", body: raw, headers: { "content-type": "application/json", "tosspayments-webhook-signature": "v1:abc", origin: "https://elsewhere.example" } });
  const [{ body, headers }] = core.reachedAt("/webhooks/toss");
  assert.equal(body.toString(), raw);
  assert.equal(headers["tosspayments-webhook-signature"], "v1:abc");
});

test("what the core says is passed through, its silence is a problem", async () => {
  const sale = core.addSale();
  const headers = { "x-frontrow-pass": pass({ aud: sale }) };
  core.answers.set(`/api/v1/sales/${sale}/seats`, { status: 401, body: { code: "pass_ended" }, headers: { "content-type": "application/problem+json" } });
  const ended = await edge.ask(`/api/v1/sales/${sale}/seats`, { headers });
  assert.deepEqual([ended.status, ended.body.code], [401, "pass_ended"]);
  const alone = await startEdge({ core: "http://127.0.0.1:9" });
  try {
    const dead = await alone.ask(`/api/v1/sales/${sale}/seats`, { headers });
    assert.deepEqual([dead.status, dead.body.code], [502, "core_unreachable"]);
    assert.equal(dead.headers.get("retry-after"), "2");
  } finally {
    await alone.stop();
  }
});

test("the catalog is kept, and served stale when the core fails", async () => {
  const path = "/api/v1/performances/prf_1";
  core.answers.set(path, { body: { v: 1 }, headers: { "cache-control": "public, max-age=1", etag: '"v1"' } });
  const crowd = await Promise.all(Array.from({ length: 20 }, () => edge.ask(path)));
  assert.ok(crowd.every(({ body }) => body.v === 1));
  assert.equal(core.reachedAt(path).length, 1, "twenty asked, the core heard one");
  await edge.ask(`${path}?made-up=1`);
  assert.equal(core.reachedAt(path).length, 1, "a query that means nothing makes no question");
  const unchanged = await edge.ask(path, { headers: { "if-none-match": '"v1"' } });
  assert.equal(unchanged.status, 304);
  for (const trouble of [500, "hang"]) {
    core.trouble = trouble;
    await new Promise((done) => setTimeout(done, 1_100));
    const stale = await edge.ask(path);
    assert.deepEqual([stale.status, stale.body.v, stale.headers.get("x-frontrow-stale")], [200, 1, "1"]);
    assert.ok(Number(stale.headers.get("age")) >= 1);
  }
  core.trouble = null;
  core.answers.set(path, { body: { v: 2 } });
  assert.equal((await edge.ask(path)).body.v, 2);
  core.answers.set("/api/v1/performances/prf_2", { status: 404, body: { code: "performance_not_found" } });
  for (let i = 0; i < 2; i += 1) {
    const missing = await edge.ask("/api/v1/performances/prf_2");
    assert.deepEqual([missing.status, missing.body.code], [404, "performance_not_found"]);
  }
  assert.equal(core.reachedAt("/api/v1/performances/prf_2").length, 1, "what is not there is asked for once");
});

test("a crowd whose one question fails does not ask again all at once", async () => {
  const sale = core.addSale();
  core.trouble = "hang";
  const answers = await Promise.all(Array.from({ length: 40 }, () => edge.ask(`/q/v1/${sale}/status`)));
  assert.deepEqual(new Set(answers.map(({ body }) => body.code)), new Set(["core_unreachable"]));
  assert.equal(core.reachedAt(`/edge/v1/sales/${sale}`).length, 2);
});

test("one question about shows is one answer however it is written, and what is no question never reaches the core", async () => {
  const list = "/api/v1/performances";
  core.answers.set(list, { body: { v: "found" }, headers: { "cache-control": "public, max-age=60" } });
  for (const query of ["q=Star++별밤&city=Seoul", "city=SEOUL&limit=20&q=%20별밤%20STAR%20star", "from=&q=star+별밤&city=seoul&cursor="])
    assert.equal((await edge.ask(`${list}?${query}`)).body.v, "found", query);
  const heard = core.reachedAt(`${list}?`).map(({ url }) => decodeURIComponent(url));
  assert.deepEqual(heard, [`${list}?q=star+별밤&city=seoul`], "asked three ways, the core heard one");
  for (const query of ["made-up=1", "q=a&q=b", `q=${"x".repeat(65)}`, "limit=1000", "from=tomorrow", `cursor=${"1".repeat(2_000)}`]) {
    const refused = await edge.ask(`${list}?${query}`);
    assert.deepEqual([refused.status, refused.body.code], [400, "query_invalid"], query);
  }
  assert.equal(core.reachedAt(`${list}?`).length, 1);
});

test("what reaches the core unproved is limited by address where the platform can", async () => {
  const ratelimits = {
    SIGNIN_LIMIT: { namespace_id: "1002", simple: { limit: 3, period: 60 } },
    CATALOG_LIMIT: { namespace_id: "1003", simple: { limit: 3, period: 10 } },
    WEBHOOK_LIMIT: { namespace_id: "1004", simple: { limit: 3, period: 10 } },
  };
  const limited = await startEdge({ core: core.url, ratelimits });
  const from = (ip, path, init) => limited.ask(path, { headers: { "cf-connecting-ip": ip }, ...init });
  try {
    for (const [retryAfter, ask] of [
      ["60", (ip) => from(ip, "/api/v1/auth/sign-in", { json: {} })],
      ["10", (ip) => from(ip, `/api/v1/performances/${newId("prf")}`)],
      ["10", (ip) => from(ip, "/webhooks/toss", { json: {} })],
    ]) {
      const answers = [];
      // Seven are too many, even when a new period begins among them.
      for (let i = 0; i < 7; i += 1) answers.push(await ask("198.51.100.1"));
      assert.deepEqual(answers.slice(0, 3).map(({ status }) => status), [200, 200, 200]);
      const refused = answers.find(({ status }) => status === 429);
      assert.deepEqual([refused?.body.code, refused?.headers.get("retry-after")], ["rate_limited", retryAfter]);
      assert.equal((await ask("198.51.100.2")).status, 200);
    }
    const known = newId("prf");
    assert.equal((await from("198.51.100.3", `/api/v1/performances/${known}`)).status, 200);
    for (let i = 0; i < 4; i += 1) assert.equal((await from("198.51.100.3", `/api/v1/performances/${known}`)).status, 200);
  } finally {
    await limited.stop();
  }
});

test("a request that is given up while the core is silent leaves nobody behind it waiting", async () => {
  const fresh = await startEdge({ core: core.url });
  // By a socket of its own, which closes when the client goes.
  const url = new URL("/api/v1/me", await fresh.miniflare.ready);
  const ask = (signal) => fetch(url, { headers: { authorization: `Bearer ${core.access()}` }, signal });
  try {
    core.trouble = "hang";
    const client = new AbortController();
    const given = ask(client.signal);
    await until(() => core.reachedAt("/api/v1/auth/jwks.json").length, (asked) => asked === 1);
    client.abort();
    await assert.rejects(given);
    core.trouble = null;
    assert.equal((await ask()).status, 200);
  } finally {
    await fresh.stop();
  }
});

test("HEAD is answered where GET is, without a body", async () => {
  const head = await edge.ask("/api/v1/performances/prf_head", { method: "HEAD" });
  assert.deepEqual([head.status, head.text], [200, ""]);
  assert.equal((await edge.ask("/api/v1/auth/sign-out", { method: "HEAD" })).status, 405);
});

test("a method that no address takes is refused everywhere, and never taken for GET", async () => {
  const authorization = `Bearer ${core.access()}`;
  const sale = core.addSale();
  const paths = ["/api/v1/me", "/api/v1/performances", `/q/v1/${sale}/status`, "/healthz", "/.well-known/jwks.json"];
  for (const path of paths) {
    for (const method of ["PROPFIND", "PUT", "PATCH", "OPTIONS", "MKCOL", "DELETE"]) {
      const answer = await raw(await edge.miniflare.ready, method, path, { authorization });
      assert.equal(answer.status, 405, `${method} ${path}: ${answer.text}`);
    }
  }
  assert.equal(core.reached.length, 0);
});

test("one address has one spelling", async () => {
  const authorization = `Bearer ${core.access()}`;
  const sale = core.addSale();
  assert.equal((await raw(await edge.miniflare.ready, "GET", `/q/v1/${sale}/status`)).status, 200);
  core.reached.length = 0;
  for (const path of [
    `/q/v1//q/v1/${sale}/status`, `/q/v1/${sale}/status/`, `/q/v1/${sale}//status`, `//q/v1/${sale}/status`, `/q/v1/${sale}/statu%73`, `/q/v1/${sale.toUpperCase()}/status`, `/Q/v1/${sale}/status`,
    "/api/v1/me/", "/api/v1//me", "/api//v1/me", "/api/v1/%6de", "/api/v1/ME", "/webhooks/toss/",
  ]) {
    const answer = await raw(await edge.miniflare.ready, "GET", path, { authorization });
    assert.equal(answer.status, 404, `${path}: ${answer.text}`);
  }
  assert.equal(core.reachedAt("/api/").length, 0);
});

test("the public keys verify passes, and the edge is healthy", async () => {
  const keys = await edge.ask("/.well-known/jwks.json");
  assert.deepEqual(keys.body.keys.map(({ kid, crv, d }) => [kid, crv, d]), [["k1", "Ed25519", undefined]]);
  assert.equal((await edge.ask("/healthz")).body.status, "ok");
});

test("pages on which the provider's script runs may load it, and nothing else from elsewhere", async () => {
  const site = fileURLToPath(new URL("../site/", import.meta.url));
  const shop = await startEdge({ core: core.url, site, bindings: { PAY_SOURCES: "https://pay.example" } });
  try {
    const { status, headers } = await shop.ask("/checkout/");
    assert.equal(status, 200);
    const policy = headers.get("content-security-policy");
    assert.match(policy, /^default-src 'none'; script-src 'self' https:\/\/pay\.example;/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.equal(headers.get("cross-origin-opener-policy"), "same-origin-allow-popups");
  } finally {
    await shop.stop();
  }
});
