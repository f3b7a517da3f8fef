import { setTimeout as sleep } from "node:timers/promises";

const LOOK_MS = 50;

/**
 * Waits for a condition: answers its first value that is neither false nor null nor undefined. A throw counts as not yet, and is named when time is up.
 * @template T
 * @param {string} what for the message, e.g. "the core is ready" @param {() => T | Promise<T>} condition @param {number} [limitMs]
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, condition, limitMs = 15_000) {
  const endMs = Date.now() + limitMs;
  for (;;) {
    let last;
    try {
      last = await condition();
      if (last !== false && last != null) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > endMs) throw new Error(`not within ${limitMs} ms: ${what}`, { cause: last });
    await sleep(LOOK_MS);
  }
}
