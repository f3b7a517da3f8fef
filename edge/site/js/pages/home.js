import { get } from "/js/api.js";
import { h, fill } from "/js/dom.js";
import { frame, ready } from "/js/frame.js";
import { lang, pick, t } from "/js/i18n.js";
import { formatMoney } from "/js/money.js";
import { failedPage } from "/js/parts/notice.js";
import { poster } from "/js/parts/poster.js";
import { saleChip } from "/js/parts/sale-chip.js";
import { venueDate } from "/js/time.js";

await ready("shows");
const main = frame(t("whats_on"));

try {
  const cards = h("ul", { class: "cards" });
  const more = h("p", { class: "actions" });
  await addPage(cards, more, await get("/api/v1/performances"));
  fill(
    main,
    h("h1", {}, t("whats_on")),
    cards.children.length ? cards : h("p", { class: "muted" }, t("nothing_on")),
    more,
  );
} catch (problem) {
  await failedPage(main, problem);
}

async function addPage(cards, more, { items, next_cursor }) {
  cards.append(...items.map(card));
  fill(
    more,
    next_cursor &&
      h(
        "button",
        {
          type: "button",
          class: "button",
          onclick: async () =>
            addPage(cards, more, await get(`/api/v1/performances?cursor=${encodeURIComponent(next_cursor)}`)),
        },
        t("more"),
      ),
  );
}

function card(show) {
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
        h("h2", {}, pick(show.event, "title")),
        h("p", { class: "muted" }, [pick(show.venue, "name"), show.venue.city].filter(Boolean).join(" · ")),
        h("p", {}, venueDate(show.starts_at, show.venue.timezone, lang)),
        show.price_from && h("p", { class: "price num" }, t("from", { price: formatMoney(show.price_from, lang) })),
      ),
    ),
  );
}
