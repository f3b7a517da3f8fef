import { call } from "/js/api.js";
import { decodeStates } from "/js/seatmap/states.js";

const EVERY_MS = 1_000;

/**
 * Keeps the states of all seats fresh: asks each second while the page is looked at; unchanged answers cost an ETag.
 * @param {string} sale @param {number} seats
 * @param {{update: (states: Uint8Array, remaining: number[]) => void, trouble: (problem: any|null) => boolean}} page
 *   `trouble` answers whether to go on
 */
export async function liveSeats(sale, seats, page) {
  const path = `/api/v1/sales/${encodeURIComponent(sale)}/seats`;
  let etag = "";
  let failed = 0;
  let newest = "";
  for (;;) {
    if (document.hidden)
      await new Promise((shown) => document.addEventListener("visibilitychange", shown, { once: true }));
    try {
      const answer = await call("GET", path, { etag, tries: 1, timeoutMs: 8_000 });
      if (failed) page.trouble(null);
      failed = 0;
      if (answer.data && isNewer(answer.data, newest)) {
        newest = `${answer.data.epoch}:${answer.data.version}`;
        page.update(decodeStates(answer.data.states, seats), answer.data.remaining);
      }
      etag = answer.etag ?? etag;
    } catch (problem) {
      failed += 1;
      if (!page.trouble(problem)) return;
    }
    await new Promise((next) =>
      setTimeout(next, Math.min(8_000, EVERY_MS * 2 ** Math.min(failed, 3)) * (0.9 + Math.random() * 0.2)),
    );
  }
}

/** Caches may answer out of order; an older map of the same epoch is no news. */
function isNewer({ epoch, version }, newest) {
  const [knownEpoch, knownVersion] = newest.split(":").map(Number);
  return !newest || epoch > knownEpoch || (epoch === knownEpoch && version > knownVersion);
}
