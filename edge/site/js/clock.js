/** The server's clock in the browser: a visitor's own clock may be wrong by hours, and countdowns must not be. */
let offset = -Infinity;

// Monotone: somebody setting the device's clock while waiting moves nothing.
const local = () => performance.timeOrigin + performance.now();

/**
 * Learns from an answer that carried the server's time. The answer may come from a cache, so its time is a lower bound
 * of the truth: the highest bound wins.
 * @param {number|undefined} serverMs
 */
export function learn(serverMs) {
  if (Number.isFinite(serverMs)) offset = Math.max(offset, serverMs - local());
}

/** Unix milliseconds by the server's clock; by the device's until the server has spoken. */
export const now = () => (offset === -Infinity ? Date.now() : local() + offset);

/** Resolves after `ms`. @param {number} ms */
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
