/** How dates and durations are written. Dates of a show are the venue's, with its zone said beside them. */

/**
 * A moment by the venue's clock.
 * @param {string} rfc3339 @param {string} zone IANA name @param {string} lang
 * @param {"short"|"long"} [naming] of the zone: "GMT+9", or "Korean Standard Time"
 */
export function venueDate(rfc3339, zone, lang, naming = "short") {
  return new Intl.DateTimeFormat(lang, {
    timeZone: zone,
    year: "numeric",
    month: "long",
    day: "numeric",
    weekday: "short",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: naming,
  }).format(new Date(rfc3339));
}

/**
 * The same moment by the reader's clock, when that shows another time than the venue's; else nothing.
 * @param {string} rfc3339 @param {string} zone @param {string} lang @param {string} [own] the reader's zone
 */
export function ownDate(rfc3339, zone, lang, own = Intl.DateTimeFormat().resolvedOptions().timeZone) {
  const at = new Date(rfc3339);
  const clock = (timeZone) => at.toLocaleString("en", { timeZone });
  if (clock(own) === clock(zone)) return null;
  return new Intl.DateTimeFormat(lang, {
    timeZone: own,
    month: "short",
    day: "numeric",
    weekday: "short",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(at);
}

/**
 * A moment in the reader's own zone, or in one that is named.
 * @param {string|number} at @param {string} lang @param {"short"} [naming] of the zone, where the moment matters to others
 * @param {string} [timeZone] IANA name
 */
export function localDate(at, lang, naming, timeZone) {
  const shape = { timeZone, month: "long", day: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: naming };
  return new Intl.DateTimeFormat(lang, /** @type {any} */ (shape)).format(new Date(at));
}

/** A time of today in the reader's own zone. @param {number} at @param {string} lang */
export function localTime(at, lang) {
  return new Intl.DateTimeFormat(lang, { hour: "numeric", minute: "2-digit" }).format(new Date(at));
}

/** "4:05" or "1:04:05"; what is left of a second still counts as one. @param {number} ms */
export function clockText(ms) {
  const s = Math.ceil(Math.max(0, ms) / 1000);
  const [hours, minutes, seconds] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60), s % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** Days, hours, minutes, seconds of a duration. @param {number} ms */
export function parts(ms) {
  const s = Math.ceil(Math.max(0, ms) / 1000);
  return {
    days: Math.floor(s / 86400),
    hours: Math.floor((s % 86400) / 3600),
    minutes: Math.floor((s % 3600) / 60),
    seconds: s % 60,
  };
}
