import { join, myPlace } from "/js/room/client.js";
import { recall, remember } from "/js/room/memory.js";
import { beacon } from "/js/room/turn.js";

const EVERY_MS = 25_000;

/**
 * Keeps a pass alive while its pages are open, and hands the slot back soon after they are closed.
 * @param {string} sale
 * @param {{busy: () => boolean, over: (reason: string) => void, left: (hardEndMs: number) => void}} page
 *   `busy`: seats are held, so renew even while hidden; `over`: the pass has ended; `left`: when it ends at the latest
 * @returns {{stay: () => void}} `stay` before going to another page of this purchase: the slot is still needed
 */
export function keepPass(sale, page) {
  if (!recall(sale)?.token) return { stay() {} };
  let staying = false;
  const look = async () => {
    if (document.hidden && !page.busy()) return;
    // A lost answer is no news; the pass outlives a few of them.
    const mine = await myPlace(sale).catch((problem) => findAgain(sale, problem));
    if (mine?.state === "ended" || mine?.state === "gone") return page.over(mine.end_reason ?? "expired");
    if (mine?.pass) page.left(mine.pass.hard_end_ms);
  };
  look();
  setInterval(look, EVERY_MS);
  addEventListener("visibilitychange", () => document.hidden || look());
  // Come back to, a page is read anew at once (see `frame`).
  addEventListener("pageshow", (event) => void (staying ||= event.persisted));
  addEventListener("pagehide", () => staying || beacon(sale));
  return { stay: () => void (staying = true) };
}

/** A room that has begun a new life knows the place, but not the token. The next look asks with a new one. */
async function findAgain(sale, problem) {
  if (!problem.code?.startsWith("queue_token_")) return null;
  remember(sale, { stale: true });
  await join(sale).catch(() => null);
  return null;
}
