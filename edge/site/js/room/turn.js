import { locked, post } from "/js/api.js";
import { proof, room } from "/js/room/client.js";
import { recall } from "/js/room/memory.js";

/**
 * Takes the turn: a pass (it comes as a cookie), or `{ahead, retry_after_ms}` until a slot is free.
 * @param {string} sale
 */
export const claim = (sale) =>
  locked(`fr.claim.${sale}`, () =>
    post(room(sale, "claim"), { ...proof(sale), nonce: recall(sale)?.nonce }, { repeat: true }),
  );

/** Gives the place or the pass up. @param {string} sale */
export const leave = (sale) => post(room(sale, "leave"), proof(sale), { repeat: true });

/**
 * Says on closing a page that this visitor is probably gone; a page of the sale opened within 30 s takes it back.
 * @param {string} sale
 */
export const beacon = (sale) => navigator.sendBeacon(room(sale, "leave"), JSON.stringify(proof(sale)));
