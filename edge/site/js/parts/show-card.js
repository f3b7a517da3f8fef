import { h } from "/js/dom.js";
import { lang, pick, t } from "/js/i18n.js";
import { formatMoney } from "/js/money.js";
import { poster } from "/js/parts/poster.js";
import { saleChip } from "/js/parts/sale-chip.js";
import { when } from "/js/parts/when.js";
import { foreign } from "/js/wording.js";

/** A show in the list. @param {any} show PerformanceSummary */
export function showCard(show) {
  return h(
    "li",
    {},
    h(
      "a",
      { class: "card", href: `/show/?id=${show.id}`, "data-testid": "show-card", "data-id": show.id },
      poster(show),
      h(
        "div",
        { class: "body" },
        saleChip(show),
        h("h2", { lang: foreign(pick(show.event, "title")) }, pick(show.event, "title")),
        h("p", { class: "muted" }, [pick(show.venue, "name"), pick(show.venue, "city")].filter(Boolean).join(" · ")),
        h("p", {}, when(show.starts_at, show.venue.timezone, "short")),
        show.price_from && h("p", { class: "price num" }, t("from", { price: formatMoney(show.price_from, lang) })),
      ),
    ),
  );
}

/** Where cards will be. */
export const ghosts = () =>
  Array.from({ length: 3 }, () => h("li", { class: "ghost", "aria-hidden": "true" }, h("div", { class: "wait-line" })));
