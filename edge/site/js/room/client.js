import { get, locked, post } from "/js/api.js";
import { recall, remember, thumbprint } from "/js/room/memory.js";

/** The room's API for this browser. Everything here may be sent twice: the room answers the same. */
const room = (sale, verb) => `/q/v1/${encodeURIComponent(sale)}/${verb}`;
const proof = (sale) => {
  const { token, secret } = recall(sale) ?? {};
  return { token, secret };
};

/** The status document, the same for everyone. @param {string} sale @param {{tries?: number}} [options] */
export const roomStatus = (sale, options) => get(room(sale, "status"), options);

/** Joins the line or finds the place again. Under a lock, so that two tabs opened at once get one place. @param {string} sale */
export const join = (sale) =>
  locked(`fr.join.${sale}`, async () => {
    const known = recall(sale);
    if (known?.token && !known.left) return known;
    const { secret } = remember(sale, { left: false });
    const { token, place } = await post(room(sale, "join"), { thumbprint: await thumbprint(secret) }, { repeat: true });
    return remember(sale, { token, index: place.index, number: place.number, lane: place.lane });
  });

/** Where this place stands; also renews a pass. @param {string} sale */
export const myPlace = (sale) => post(room(sale, "me"), proof(sale), { repeat: true });

/** Takes the turn: a pass (it comes as a cookie), or `{ahead, retry_after_ms}` until a slot is free. @param {string} sale */
export const claim = (sale) => locked(`fr.claim.${sale}`, () => post(room(sale, "claim"), { ...proof(sale), nonce: recall(sale)?.nonce }, { repeat: true }));

/** Gives the place or the pass up. @param {string} sale */
export const leave = (sale) => post(room(sale, "leave"), proof(sale), { repeat: true });

/** Says on closing a page that this visitor is probably gone; a page of the sale opened within 30 s takes it back. @param {string} sale */
export const beacon = (sale) => navigator.sendBeacon(room(sale, "leave"), JSON.stringify(proof(sale)));
