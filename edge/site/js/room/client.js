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
 * Joins the line or finds the place again. Under a lock, so that two tabs opened at once get one place.
 * @param {string} sale
 */
export const join = (sale) =>
  locked(`fr.join.${sale}`, async () => {
    const known = recall(sale);
    if (known?.token && !known.left) return known;
    const { secret, again } = remember(sale, { left: false });
    const wish = { thumbprint: await thumbprint(secret), again };
    const { token, place } = await post(room(sale, "join"), wish, { repeat: true });
    return remember(sale, { ...place, token, wish: true, again: undefined });
  });

/** Where this place stands; also renews a pass. @param {string} sale */
export const myPlace = (sale) => post(room(sale, "me"), proof(sale), { repeat: true });
