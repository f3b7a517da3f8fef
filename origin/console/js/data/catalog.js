import { get } from "/console/js/api.js";

/** Most pages of one list that are read: enough for four hundred entries. */
const PAGES_MAX = 8;

/** A whole list, newest first. @param {string} path @param {AbortSignal} [signal] @returns {Promise<any[]>} */
export async function all(path, signal) {
  const items = [];
  let cursor = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await get(cursor ? `${path}?cursor=${encodeURIComponent(cursor)}` : path, { signal });
    items.push(...answer.items);
    cursor = answer.next_cursor;
    if (!cursor) break;
  }
  return items;
}

/** What is on, joined: performances know their event, venue and sale. @param {AbortSignal} [signal] */
export async function catalog(signal) {
  const [venues, events, performances, sales] = await Promise.all(["/venues", "/events", "/performances", "/sales"].map((path) => all(path, signal)));
  const [venueOf, eventOf] = [byId(venues), byId(events)];
  const saleOf = new Map(sales.map((sale) => [sale.performance, sale]));
  const joined = performances.map((one) => ({ ...one, event: eventOf.get(one.event) ?? { id: one.event }, venue: venueOf.get(one.venue) ?? { id: one.venue }, sale: saleOf.get(one.id) ?? null }));
  return { venues, events, performances: joined, sales, performanceOf: byId(joined) };
}

/** A sale with the performance, event and venue that it is about. @param {string} id @param {AbortSignal} [signal] */
export async function saleInFull(id, signal) {
  const sale = await get(`/sales/${id}`, { signal });
  return { sale, ...(await performanceInFull(sale.performance, signal)) };
}

/** A performance with its event and venue. @param {string} id @param {AbortSignal} [signal] */
export async function performanceInFull(id, signal) {
  const performance = await get(`/performances/${id}`, { signal });
  const [event, venue] = await Promise.all([get(`/events/${performance.event}`, { signal }), get(`/venues/${performance.venue}`, { signal })]);
  return { performance, event, venue };
}

const byId = (items) => new Map(items.map((item) => [item.id, item]));

/** A thing's name as staff read it. @param {any} item @param {string} [field] */
export const named = (item, field = "name") => item?.[`${field}_en`] || item?.[field] || item?.id || "–";
