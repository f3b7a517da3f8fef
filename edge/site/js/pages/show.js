import { get } from "/js/api.js";
import { h, fill } from "/js/dom.js";
import { frame, query, ready, setTitle } from "/js/frame.js";
import { lang, pick, t } from "/js/i18n.js";
import { formatMoney } from "/js/money.js";
import { joinBox } from "/js/parts/join-box.js";
import { failedPage } from "/js/parts/notice.js";
import { poster } from "/js/parts/poster.js";
import { saleChip } from "/js/parts/sale-chip.js";
import { when } from "/js/parts/when.js";
import { venueDate } from "/js/time.js";
import { foreign, many } from "/js/wording.js";

await ready("shows", "when");
const main = frame("");

try {
  const show = await get(`/api/v1/performances/${encodeURIComponent(query("id"))}`);
  setTitle(pick(show.event, "title"));
  fill(
    main,
    h(
      "div",
      { class: "show" },
      h(
        "div",
        { class: "stack" },
        poster(show),
        h("p", {}, saleChip(show)),
        text("h1", pick(show.event, "title")),
        text("p", pick(show.event, "summary"), { class: "lead muted" }),
      ),
      h("aside", { class: "panel stack" }, joinBox(show), facts(show)),
      h("div", { class: "loose" }, prices(show), about(show), how()),
    ),
  );
} catch (problem) {
  await failedPage(main, problem);
}

/** What the organiser wrote, in whichever language that was. */
function text(tag, said, props = {}) {
  return h(tag, { ...props, lang: foreign(said) }, said);
}

function facts({ starts_at, doors_at, duration_min, venue, on_sale }) {
  const zone = venue.timezone;
  const rows = [
    [t("when"), when(starts_at, zone)],
    doors_at && [
      t("doors"),
      new Intl.DateTimeFormat(lang, { timeZone: zone, hour: "numeric", minute: "2-digit" }).format(new Date(doors_at)),
    ],
    [t("where"), text("span", [pick(venue, "name"), pick(venue, "city")].filter(Boolean).join(", "))],
    duration_min && [t("length"), t("minutes", { n: duration_min })],
    on_sale.closes_at && [t("on_sale_until"), h("time", { datetime: on_sale.closes_at }, venueDate(on_sale.closes_at, zone, lang, "long"))],
  ];
  return h(
    "dl",
    { class: "facts small" },
    rows.filter(Boolean).map(([term, text]) => [h("dt", {}, term), h("dd", {}, text)]),
  );
}

function prices({ grades, max_seats_per_hold }) {
  const row = (grade) => {
    const swatch = h("span", { class: "swatch", "aria-hidden": "true" });
    // Set by script: an inline style attribute would need a hole in the content security policy.
    swatch.style.background = grade.color;
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, swatch, text("span", pick(grade, "name") || grade.code)),
      h("td", { class: "muted small num" }, many("seats_total", grade.seats)),
      h("td", { class: "num" }, h("b", {}, formatMoney(grade.price, lang))),
    );
  };
  return h(
    "section",
    { class: "stack" },
    h("h2", {}, t("prices")),
    h("table", { class: "grades" }, h("tbody", {}, grades.map(row))),
    h("p", { class: "muted small" }, many("max_seats", max_seats_per_hold)),
  );
}

function how() {
  return h(
    "section",
    { class: "stack" },
    h("h2", {}, t("how")),
    h("ol", { class: "how" }, ["how_line", "how_seats", "how_pay", "how_ticket"].map((key) => h("li", {}, t(key)))),
  );
}

function about(show) {
  const said = pick(show, "description");
  return said && h("section", { class: "stack" }, h("h2", {}, t("about")), text("p", said, { class: "prose" }));
}
