// What the edge signs and verifies, written a second time with node:crypto: so that the tests
// do not believe the Worker's own word for it.
import { createHash, createHmac, createPrivateKey, createPublicKey, hkdfSync, randomBytes, sign } from "node:crypto";

export const ROOT_SECRET = Buffer.alloc(32, 42);
export const KEY_ID = "k1";

/** A key of the root secret. @param {string} purpose @param {string} [kid] */
export const derive = (purpose, kid = KEY_ID) =>
  Buffer.from(hkdfSync("sha256", ROOT_SECRET, Buffer.alloc(0), `frontrow/${purpose}/${kid}`, 32));

const u32 = (n) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
};
const u64 = (n) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(n));
  return bytes;
};

/** HMAC-SHA256 over length-prefixed fields. @param {Buffer} key @param {(string|Buffer)[]} fields */
export function mac(key, fields) {
  const hmac = createHmac("sha256", key);
  for (const field of fields.map((field) => Buffer.from(field))) hmac.update(u32(field.length)).update(field);
  return hmac.digest();
}

/** The identity headers, in the order in which they are signed. */
export const IDENTITY = [
  "x-frontrow-client-ip", "x-frontrow-visitor", "x-frontrow-account",
  "x-frontrow-pass", "x-frontrow-refresh", "x-request-id", "x-frontrow-session", "x-frontrow-flow",
];

/** What is wrong with a hop signature, or null. @param {{method: string, url: string, headers: Record<string, any>, body: Buffer}} request @param {string} purpose */
export function hopProblem({ method, url, headers, body }, purpose) {
  const match = /^v1 kid=([a-z0-9-]+),ts=(\d+),nonce=([\w-]{22,}),sig=([\w-]+)$/.exec(headers["x-frontrow-hop"] ?? "");
  if (!match) return "hop_malformed";
  const [, kid, ts, nonce, sig] = match;
  const hash = createHash("sha256").update(body).digest("hex");
  const values = IDENTITY.map((name) => headers[name] ?? "");
  // The last two came later and are left out while nothing follows.
  while (values.length > 6 && !values.at(-1)) values.pop();
  const fields = ["frontrow-hop-v1", kid, method, url, ts, nonce, hash, ...values];
  if (mac(derive(purpose, kid), fields).toString("base64url") !== sig) return "hop_forged";
  return Math.abs(Date.now() - Number(ts)) > 30_000 ? "hop_expired" : null;
}

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const ed25519 = (seed) =>
  createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" });

/** A compact JWS with EdDSA. @param {Buffer} seed @param {object} header @param {object} claims */
export function jwt(seed, header, claims) {
  const signed = `${part({ alg: "EdDSA", ...header })}.${part(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), ed25519(seed)).toString("base64url")}`;
}

/** The claims of a compact JWS, unverified. @param {string} token */
export const claimsOf = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());

/** The public half as a JWK. @param {Buffer} seed @param {string} kid */
export const jwk = (seed, kid) => ({ ...createPublicKey(ed25519(seed)).export({ format: "jwk" }), kid, alg: "EdDSA", use: "sig" });

const idBytes = (id) => Buffer.from(id.slice(4), "hex");

/**
 * A queue token with any of its fields as a test wishes.
 * @param {{sale: string, epoch?: number, index?: number, visitor?: string, secret: string, issued?: number, expires?: number, kid?: string, key?: Buffer}} fields
 */
export function queueToken({ sale, epoch = 1, index = 0, visitor = newId("vis"), secret, issued = Date.now(), expires = Date.now() + 3_600_000, kid = KEY_ID, key }) {
  const body = Buffer.concat([
    Buffer.from([1, kid.length]), Buffer.from(kid), idBytes(sale), u32(epoch), Buffer.from([0, 1, 0, 0]), u32(index),
    idBytes(visitor), createHash("sha256").update(Buffer.from(secret, "base64url")).digest(), u64(issued), u64(expires),
  ]);
  return Buffer.concat([body, mac(key ?? derive("queue-token", kid), [body])]).toString("base64url");
}

/** A pass with any of its claims as a test wishes; dates in seconds. */
export function pass({ seed = derive("pass"), kid = KEY_ID, ...claims }) {
  const now = Math.floor(Date.now() / 1000);
  return jwt(seed, { kid, typ: "fr-pass+jwt" }, {
    iss: "frontrow-edge", sub: newId("vis"), acc: newId("acc"), jti: newId("pas"), iat: now, nbf: now, exp: now + 300, hard: now + 900, epo: 1, ...claims,
  });
}

/** The seed with which the stand-in for the core signs. */
export const ACCESS_SEED = Buffer.alloc(32, 7);

/** An access token of an account. @param {{account?: string, kid?: string, seed?: Buffer, exp?: number, membership?: number, aud?: string}} [of] */
export function access({ account = newId("acc"), kid = "a1", seed = ACCESS_SEED, exp, membership, aud = "frontrow:site" } = {}) {
  const now = Math.floor(Date.now() / 1000);
  return jwt(seed, { kid, typ: "at+jwt" }, { iss: "frontrow", aud, sub: account, sid: newId("ses"), mem: membership, iat: now, exp: exp ?? now + 600 });
}

/** A fresh id. @param {string} prefix */
export const newId = (prefix) => `${prefix}_${randomBytes(16).toString("hex")}`;
