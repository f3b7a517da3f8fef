import { Problem } from "/console/js/problem.js";
import { ageing, begin, doorTo, end, session } from "/console/js/session.js";

const TRIES = 3;
const TIMEOUT_MS = 20_000;
const PAUSE_MS = 400;
/** How often an idle page looks whether its token is past half of its life. */
const RENEWAL_LOOK_MS = 15_000;
let renewing = false;

/**
 * One request to the staff API. What may be repeated (reads, writes with a key) is repeated when the core does not
 * answer. When the sign-in is over it leads to the door and, after it, back here.
 * @param {string} method @param {string} path below /staff/v1
 * @param {{body?: any, key?: string, signal?: AbortSignal, tries?: number}} [options] `key`: Idempotency-Key
 * @returns {Promise<any>}
 */
export async function call(method, path, options = {}) {
  const tries = method === "GET" || options.key ? (options.tries ?? TRIES) : 1;
  if (ageing()) renew();
  for (let failed = 0; ; ) {
    try {
      return await send(method, path, options);
    } catch (problem) {
      if (options.signal?.aborted) throw problem;
      failed += 1;
      if (problem.needsSignIn && session()) {
        end();
        location.hash = doorTo(location.hash);
      }
      if (!problem.passing || failed >= tries) throw problem;
      await new Promise((go) => setTimeout(go, PAUSE_MS * failed));
    }
  }
}

/** Reads. @param {string} path @param {{signal?: AbortSignal, tries?: number}} [options] */
export const get = (path, options) => call("GET", path, options);

/** Signs in: the only call without a token. @param {string} email @param {string} password */
export async function signIn(email, password) {
  begin(email, await send("POST", "/sign-in", { body: { email, password } }));
}

/** Keeps the sign-in alive for as long as the console is open, so that nobody is shown the door over a long form. */
export function staySignedIn() {
  setInterval(() => ageing() && renew(), RENEWAL_LOOK_MS);
}

/** Ends the session at the core too; without an answer its token simply runs out. */
export async function signOut() {
  const over = send("POST", "/sign-out", {}).catch(() => {});
  end();
  await over;
}

/** A fresh token for the same session; when it fails, the old one simply runs out. */
async function renew() {
  const now = session();
  if (renewing || !now) return;
  renewing = true;
  try {
    const fresh = await send("POST", "/sign-in/renew", {});
    // Whoever signed out meanwhile stays out.
    if (session()?.token === now.token) begin(now.email, fresh);
  } catch {
    // The next call says what is wrong, if anything is.
  } finally {
    renewing = false;
  }
}

async function send(method, path, { body, key, signal }) {
  /** @type {Record<string, string>} */
  const headers = { accept: "application/json" };
  const token = session()?.token;
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  if (key) headers["idempotency-key"] = key;
  let response, data;
  try {
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    response = await fetch(`/staff/v1${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      cache: "no-store",
    });
    data = /json/.test(response.headers.get("content-type") ?? "") ? await response.json() : null;
  } catch {
    throw new Problem({ code: navigator.onLine ? "no_answer" : "offline" });
  }
  if (response.ok) return data;
  throw new Problem({ code: "unexpected", ...data, status: response.status });
}
