import { get } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { frame, ready } from "/js/frame.js";
import { lang, pick, t } from "/js/i18n.js";
import { formatMoney } from "/js/money.js";
import { failedPage, notice } from "/js/parts/notice.js";
import { orderState } from "/js/parts/order-state.js";
import { press } from "/js/parts/press.js";
import { when } from "/js/parts/when.js";
import { localDate } from "/js/time.js";

await ready("orders", "when");
const main = frame(t("my_orders"));

try {
  const list = h("ul", { class: "rows" });
  const more = h("p", { class: "actions" });
  await addPage(list, more, await get("/api/v1/orders"));
  const empty = h(
    "div",
    { class: "panel empty stack" },
    h("p", {}, h("b", {}, t("no_orders"))),
    h("p", { class: "muted" }, t("no_orders_text")),
    h("a", { class: "button primary", href: "/" }, t("to_shows")),
  );
  fill(main, h("div", { class: "stack" }, h("h1", {}, t("my_orders")), list.children.length ? list : empty, more));
} catch (problem) {
  await failedPage(main, problem);
}

async function addPage(list, more, { items, next_cursor }) {
  const added = items.map(row);
  const grows = list.children.length > 0;
  list.append(...added);
  const next = async () => {
    try {
      await addPage(list, more, await get(`/api/v1/orders?cursor=${encodeURIComponent(next_cursor)}`));
    } catch (problem) {
      fill(more, await notice(problem, next));
    }
  };
  const button = h("button", { type: "button", class: "button", onclick: () => press(button, next) }, t("more"));
  fill(more, next_cursor && button);
  // Reading goes on where the new ones begin.
  if (grows) added[0]?.querySelector("a").focus();
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
      h("p", { class: "muted" }, when(show.starts_at, show.timezone, "short"), " · ", pick(show, "venue")),
      h(
        "p",
        { class: "sum small" },
        h("span", { class: "muted" }, t("ordered_at", { at: localDate(order.created_at, lang) })),
        h("b", { class: "num" }, formatMoney(order.quote.total, lang)),
      ),
    ),
  );
}
