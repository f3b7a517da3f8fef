import { get } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { frame, ready } from "/js/frame.js";
import { lang, pick, t } from "/js/i18n.js";
import { formatMoney } from "/js/money.js";
import { failedPage } from "/js/parts/notice.js";
import { orderState } from "/js/parts/order-state.js";
import { localDate, venueDate } from "/js/time.js";

await ready("orders");
const main = frame(t("my_orders"));

try {
  const list = h("ul", { class: "rows" });
  const more = h("p", { class: "actions" });
  await addPage(list, more, await get("/api/v1/orders"));
  const empty = [h("p", { class: "muted" }, t("no_orders")), h("a", { class: "button", href: "/" }, t("to_shows"))];
  fill(main, h("div", { class: "stack" }, h("h1", {}, t("my_orders")), list.children.length ? list : empty, more));
} catch (problem) {
  await failedPage(main, problem);
}

async function addPage(list, more, { items, next_cursor }) {
  list.append(...items.map(row));
  fill(
    more,
    next_cursor &&
      h(
        "button",
        {
          type: "button",
          class: "button",
          onclick: async () =>
            addPage(list, more, await get(`/api/v1/orders?cursor=${encodeURIComponent(next_cursor)}`)),
        },
        t("more"),
      ),
  );
}

function row(order) {
  const show = order.performance;
  return h(
    "li",
    {},
    h(
      "a",
      { class: "panel order-row", href: `/order/?id=${order.id}`, "data-id": order.id },
      orderState(order),
      h("h2", {}, pick(show, "title")),
      h("p", { class: "muted" }, venueDate(show.starts_at, show.timezone, lang)),
      h(
        "p",
        { class: "sum small" },
        h("span", { class: "muted" }, t("ordered_at", { at: localDate(order.created_at, lang) })),
        h("b", { class: "num" }, formatMoney(order.quote.total, lang)),
      ),
    ),
  );
}
