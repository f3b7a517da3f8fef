/**
 * How long to wait before try number `tries` + 1: full jitter under a doubling ceiling, so that a crowd that failed
 * together does not come back together.
 * @param {number} tries how many failed so far, from 1
 * @param {number} random in [0, 1)
 * @param {number} [floorMs] what the server asked for (Retry-After)
 */
export function backoff(tries, random, floorMs = 0) {
  return floorMs + random * Math.min(8_000, 300 * 2 ** tries);
}
