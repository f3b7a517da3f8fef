/** The server's clock: a visitor's own may be wrong by hours. */
let offset = -Infinity;

// Monotone: somebody setting the device's clock while waiting moves nothing.
const local = () => performance.timeOrigin + performance.now();

/** Learns the server's time: a lower bound, for caches keep answers. @param {number|undefined} serverMs */
export function learn(serverMs) {
  if (Number.isFinite(serverMs)) offset = Math.max(offset, serverMs - local());
}

/** Unix milliseconds by the server's clock; by the device's until the server has spoken. */
export const now = () => (offset === -Infinity ? Date.now() : local() + offset);

/** Resolves after `ms`. @param {number} ms */
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
