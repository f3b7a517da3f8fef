import { get, locked, post } from "/js/api.js";
import { recall, remember, thumbprint } from "/js/room/memory.js";

/** The room's API for this browser. Everything here may be sent twice: the room answers the same. */
export const room = (sale, verb) => `/q/v1/${encodeURIComponent(sale)}/${verb}`;
/** What shows that the place is ours. @param {string} sale */
export const proof = (sale) => {
  const { token, secret } = recall(sale) ?? {};
  return { token, secret };
};

/** The status document, the same for everyone. @param {string} sale @param {{tries?: number}} [options] */
export const roomStatus = (sale, options) => get(room(sale, "status"), options);

/**
 * Joins the line or finds the place again. Under a lock, so that two tabs opened at once get one place. In a newer
 * `epoch` of the room the old token proves the place.
 * @param {string} sale @param {number} [epoch]
 */
export const join = (sale, epoch) =>
  locked(`fr.join.${sale}`, async () => {
    const known = recall(sale);
    if (known?.token && !known.left && !known.stale && !(epoch > known.epoch)) return known;
    const { secret, again, token } = remember(sale, { left: false });
    const wish = { thumbprint: await thumbprint(secret), again, ...(token && { token, secret }) };
    const { place, ...got } = await post(room(sale, "join"), wish, { repeat: true });
    return remember(sale, { ...place, token: got.token, epoch: got.epoch, wish: true, again: undefined, stale: undefined });
  });

/** Where this place stands; also renews a pass. @param {string} sale */
export const myPlace = (sale) => post(room(sale, "me"), proof(sale), { repeat: true });
