/** Dates as people at the venue read them, and the way back from a form's field. */

/** "Sat 21 Nov 2026, 20:00 KST". @param {string|null|undefined} rfc3339 @param {string} [zone] the reader's own when absent */
export function date(rfc3339, zone) {
  if (!rfc3339) return "–";
  const part = partsOf(new Date(rfc3339), zone, { weekday: "short", month: "short", timeZoneName: "short" });
  return `${part.weekday} ${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute} ${zoneName(part.timeZoneName, zone)}`;
}

/** "21 Nov, 20:00:05" in the reader's own zone: for logs. @param {string|number|null|undefined} at */
export function moment(at) {
  if (at == null) return "–";
  const part = partsOf(new Date(at), undefined, { month: "short", second: "2-digit" });
  return `${part.day} ${part.month}, ${part.hour}:${part.minute}:${part.second}`;
}

/** "20:00:05". @param {number} atMs @param {boolean} [seconds] */
export function timeOfDay(atMs, seconds = true) {
  return new Date(atMs).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", ...(seconds && { second: "2-digit" }) });
}

/** "in 2 h 5 min" or "3 min ago". @param {number} ms from now, negative in the past */
export function fromNow(ms) {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60)];
  const long = days >= 2 ? `${days} days` : hours ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
  if (minutes === 0) return ms < 0 ? "just now" : "in less than a minute";
  return ms < 0 ? `${long} ago` : `in ${long}`;
}

/** The value of a `datetime-local` field for a moment. @param {string|null|undefined} rfc3339 @param {string} zone */
export function fieldOf(rfc3339, zone) {
  if (!rfc3339) return "";
  const { year, month, day, hour, minute } = partsOf(new Date(rfc3339), zone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/**
 * The moment that a `datetime-local` field names at the venue. In the hour that a clock change skips it is the one after.
 * @param {string} value such as `2026-11-21T20:00` @param {string} zone @returns {string|null} RFC 3339 in UTC; null when empty
 */
export function momentOf(value, zone) {
  if (!value) return null;
  const wanted = Date.parse(`${value}Z`);
  let guess = wanted;
  // The offset at the guess may differ from the one at the answer when the clock changes between them.
  for (let turn = 0; turn < 2; turn += 1) guess = wanted - offsetMs(guess, zone);
  return new Date(guess).toISOString().replace(".000Z", "Z");
}

function offsetMs(atMs, zone) {
  const { year, month, day, hour, minute } = partsOf(new Date(atMs), zone);
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) - Math.floor(atMs / 60_000) * 60_000;
}

/** @returns {Record<string, string>} */
function partsOf(when, zone, more = {}) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", ...more });
  return Object.fromEntries(format.formatToParts(when).map(({ type, value }) => [type, value]));
}

// "GMT+9" says less to people in Seoul than the name that they use.
const SHORT = { "Asia/Seoul": "KST", "Asia/Tokyo": "JST" };
const zoneName = (short, zone = Intl.DateTimeFormat().resolvedOptions().timeZone) => SHORT[zone] ?? short;

/** Every zone that this browser knows. @returns {string[]} */
export const zones = () => Intl.supportedValuesOf("timeZone");
