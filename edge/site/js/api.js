import { backoff } from "/js/backoff.js";
import { learn, sleep } from "/js/clock.js";
import { Problem } from "/js/problem.js";

const TRIES = 6;
const TIMEOUT_MS = 15_000;

/**
 * One request to our server. Repeats reads and writes with a key, waits for a network, renews a sign-in once;
 * `fr.slow` tells of a slow answer.
 * @param {string} method @param {string} path
 * @param {{body?: any, key?: string, repeat?: boolean, etag?: string, tries?: number, timeoutMs?: number}} [options]
 *   `key`: Idempotency-Key; `repeat`: safe to send twice; `etag`: data is null when nothing changed
 */
export async function call(method, path, options = {}) {
  const repeatable = method === "GET" || options.key || options.repeat;
  const tries = repeatable ? (options.tries ?? TRIES) : 1;
  let told = 0;
  const slow = (now) => {
    if (tries > 1 && told !== now) dispatchEvent(new CustomEvent("fr.slow", { detail: now - told }));
    told = now;
  };
  const timer = setTimeout(slow, (options.timeoutMs ?? TIMEOUT_MS) / 3, 1);
  try {
    return await persist(method, path, options, tries, slow);
  } finally {
    clearTimeout(timer);
    slow(0);
  }
}

async function persist(method, path, options, tries, slow) {
  let refreshed = false;
  for (let failed = 0; ;) {
    const startedMs = Date.now();
    try {
      return await send(method, path, options);
    } catch (problem) {
      if (
        !refreshed &&
        problem.status === 401 &&
        /^(access_(expired|missing|foreign_key)|sign_in_required)$/.test(problem.code) &&
        signedIn()
      ) {
        refreshed = true;
        await (await import("/js/session.js")).refresh(startedMs);
        continue;
      }
      if (!problem.passing || ++failed >= tries) throw problem;
      slow(1);
      if (navigator.onLine) await sleep(backoff(failed, Math.random(), problem.retryAfterMs));
      else {
        // Without a network nothing was tried.
        await new Promise((back) => addEventListener("online", back, { once: true }));
        failed = 0;
      }
    }
  }
}

/** Reads JSON. */
export const get = async (path, options) => (await call("GET", path, options)).data;

/** Sends JSON. */
export const post = async (path, body, options) => (await call("POST", path, { ...options, body })).data;

/** Does this browser think that somebody is signed in? The server decides; this picks what to show. */
export const signedIn = () => document.cookie.includes("__Host-fr_here=1");

/** One try. */
export async function send(method, path, { body, key, etag, timeoutMs = TIMEOUT_MS }) {
  // The language that was chosen here, in which mail is written, too.
  const headers = { accept: "application/json", "accept-language": document.documentElement.lang };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (key) headers["idempotency-key"] = key;
  if (etag) headers["if-none-match"] = etag;
  let response, data;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
      cache: etag === undefined ? "default" : "no-store",
    });
    data = /json/.test(response.headers.get("content-type") ?? "") ? await response.json() : null;
  } catch {
    throw new Problem({ code: navigator.onLine ? "no_answer" : "offline" });
  }
  learn(data?.server_time_ms ?? data?.time_ms ?? data?.now_ms);
  if (response.ok || response.status === 304)
    return { status: response.status, data, etag: response.headers.get("etag") };
  const retryAfterMs = 1000 * (Number(response.headers.get("retry-after")) || 0);
  throw new Problem({ code: "unexpected", ...data, status: response.status }, Math.min(retryAfterMs, 30_000));
}

/**
 * Runs `work` while no other tab of this site does work of that name.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 */
export const locked = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());
