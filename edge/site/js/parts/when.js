import { h } from "/js/dom.js";
import { lang, t } from "/js/i18n.js";
import { ownDate, venueDate } from "/js/time.js";

/**
 * When a show is: by the venue's clock with its zone, and by the reader's where that differs.
 * @param {string} at RFC 3339 @param {string} zone IANA name @param {"short"|"long"} [naming] of the zone
 */
export function when(at, zone, naming = "long") {
  const own = ownDate(at, zone, lang);
  return h(
    "span",
    { class: "when" },
    h("time", { datetime: at }, venueDate(at, zone, lang, naming)),
    own && h("span", { class: "own small", "data-testid": "own-time" }, t("own_time", { at: own })),
  );
}
