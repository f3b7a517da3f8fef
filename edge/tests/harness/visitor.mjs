// A visitor as the site's page is one: a secret, a token, a nonce, a cookie.
import { createHash, randomBytes } from "node:crypto";
import { access as signedIn } from "./signing.mjs";

let people = 0;

export class Visitor {
  secret = randomBytes(32).toString("base64url");
  nonce = randomBytes(18).toString("base64url");
  /** Everybody comes from an address of their own. */
  ip = `198.51.${Math.floor(people / 250)}.${people++ % 250}`;
  pass = null;

  /** Somebody signed in, each as somebody else. @param {{access?: string|null, ip?: string}} [who] `access` null: signed in as nobody */
  constructor(edge, sale, { access = signedIn(), ip } = {}) {
    if (ip) this.ip = ip;
    Object.assign(this, { edge, sale, access });
  }

  get thumbprint() {
    return createHash("sha256").update(Buffer.from(this.secret, "base64url")).digest("base64url");
  }

  headers() {
    const cookies = [];
    if (this.access) cookies.push(`__Host-fr_access=${this.access}`);
    if (this.pass) cookies.push(`__Host-fr_pass_${this.sale}=${this.pass}`);
    return { "cf-connecting-ip": this.ip, ...(cookies.length > 0 && { cookie: cookies.join("; ") }) };
  }

  async post(verb, json) {
    const answer = await this.edge.ask(`/q/v1/${this.sale}/${verb}`, { json, headers: this.headers() });
    const cookie = answer.headers.get("set-cookie")?.match(/__Host-fr_pass_\w+=([^;]+)/)?.[1];
    if (cookie) this.pass = cookie;
    return answer;
  }

  async join({ again } = {}) {
    // As a page whose token is of a former life of the room: it proves the place.
    const former = this.token && { token: this.token, secret: this.secret };
    const answer = await this.post("join", { thumbprint: this.thumbprint, again, ...former });
    if (answer.body?.token) Object.assign(this, { token: answer.body.token, place: answer.body.place });
    return answer;
  }

  claim({ nonce = this.nonce } = {}) {
    return this.post("claim", { token: this.token, secret: this.secret, nonce });
  }

  me() {
    return this.post("me", { token: this.token, secret: this.secret });
  }

  leave() {
    return this.post("leave", { token: this.token, secret: this.secret });
  }

  seats() {
    return this.edge.ask(`/api/v1/sales/${this.sale}/seats`, { headers: this.headers() });
  }
}

/** Asks until `wanted` holds of the answer, for at most `withinMs`. */
export async function until(ask, wanted, withinMs = 10_000) {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms; last: ${JSON.stringify(answer?.body ?? answer)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Claims until the pass is there. */
export const admitted = (visitor, withinMs) => until(() => visitor.claim(), ({ status }) => status === 200, withinMs);
