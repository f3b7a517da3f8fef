import { get, post } from "/js/api.js";
import { sleep } from "/js/clock.js";
import { fill, h } from "/js/dom.js";
import { frame, query, ready, setTitle } from "/js/frame.js";
import { has, lang, pick, t } from "/js/i18n.js";
import { once } from "/js/intent.js";
import { formatMoney } from "/js/money.js";
import { confirm } from "/js/parts/confirm.js";
import { failedPage, notice } from "/js/parts/notice.js";
import { orderState } from "/js/parts/order-state.js";
import { payAt } from "/js/parts/pay.js";
import { press } from "/js/parts/press.js";
import { priceTable } from "/js/parts/price.js";
import { showBrief } from "/js/parts/show-brief.js";
import { steps } from "/js/parts/steps.js";
import { ticketCard } from "/js/parts/ticket-card.js";
import { timer } from "/js/parts/timer.js";
import { localDate } from "/js/time.js";

await ready("orders", "steps", "when");
const orderPath = `/api/v1/orders/${encodeURIComponent(query("id"))}`;
const main = frame(t("order"));
let clock = { stop() {} };
let shown = "";

try {
  await follow(await get(orderPath));
} catch (problem) {
  await failedPage(main, problem);
}

/** Shows the order, and follows it while the server is still at work on it. */
async function follow(order) {
  show(order);
  while (isMoving(order)) {
    await sleep(document.hidden ? 10_000 : 2_000);
    order = await get(orderPath).catch(() => order);
    show(order);
  }
}

function isMoving(order) {
  return order.state === "confirming" || ["requested", "sending", "unknown"].includes(order.refund?.state);
}

function show(order) {
  // Redrawing what did not change would take the focus away.
  const { remaining_ms: _, ...rest } = order;
  if (JSON.stringify(rest) === shown) return;
  shown = JSON.stringify(rest);
  const place = order.performance;
  const about = has(`about_${order.state}`)
    ? t(`about_${order.state}`)
    : query("new") && order.state === "confirmed"
      ? t("thanks")
      : "";
  clock.stop();
  setTitle(`${t("order")} · ${pick(place, "title")}`);
  fill(
    main,
    ["awaiting_payment", "confirming"].includes(order.state) && steps("payment"),
    order.state === "confirmed" && query("new") && steps("ticket"),
    h(
      "div",
      { class: "two" },
      h(
        "div",
        { class: "stack" },
        h("p", {}, orderState(order)),
        showBrief(place, "h1"),
        about && h("p", { class: order.state === "confirmed" ? "notice good done" : "notice", role: "status" }, about),
        order.state === "awaiting_payment" && payBox(order),
        order.tickets.length > 0 &&
          h(
            "section",
            { class: "stack" },
            h("h2", {}, t("tickets")),
            order.state === "confirmed" && h("p", { class: "muted small" }, t("print_hint")),
            h(
              "ul",
              { class: "tickets" },
              order.tickets.map((ticket) => h("li", {}, ticketCard(ticket))),
            ),
          ),
      ),
      h(
        "aside",
        { class: "stack" },
        h("section", { class: "panel stack" }, h("h2", {}, t("price")), priceTable(order.quote)),
        details(order),
        order.cancellable && cancelBox(order),
        h("p", {}, h("a", { href: "/orders/" }, t("all_orders"))),
      ),
    ),
  );
}

function payBox(order) {
  const told = h("div", { "aria-live": "polite" });
  const left = timer(t("deadline"), order.remaining_ms, () => location.reload());
  clock = left;
  const pay = h(
    "button",
    {
      type: "button",
      class: "button primary",
      "data-testid": "pay-button",
      onclick: () =>
        press(pay, () =>
          payAt(order.id).catch(async (problem) => fill(told, await notice(problem, () => location.reload()))),
        ),
    },
    t("pay_now"),
  );
  return h("section", { class: "panel stack" }, left.node, told, pay);
}

function details({ booking_number, created_at, payment, refund }) {
  const rows = [
    [t("order_no"), h("code", { class: "num" }, booking_number)],
    [t("ordered_on"), localDate(created_at, lang)],
    payment?.method && [t("method"), has(`method_${payment.method}`) ? t(`method_${payment.method}`) : payment.method],
    payment?.approved_at && [t("paid_at"), localDate(payment.approved_at, lang)],
    payment?.receipt_url && [
      t("receipt"),
      h("a", { href: payment.receipt_url, rel: "noopener noreferrer", target: "_blank" }, t("receipt")),
    ],
    refund && [
      t("refund"),
      h(
        "span",
        { "data-testid": "refund-state", "data-state": refund.state },
        t(`refund_${refund.state}`, { amount: formatMoney(refund.amount, lang) }),
      ),
    ],
  ];
  return h(
    "section",
    { class: "panel stack" },
    h("h2", {}, t("payment")),
    h(
      "dl",
      { class: "facts small" },
      rows.filter(Boolean).map(([term, text]) => [h("dt", { class: "muted" }, term), h("dd", {}, text)]),
    ),
  );
}

function cancelBox(order) {
  const told = h("div", { "aria-live": "polite" });
  const text =
    order.state === "awaiting_payment"
      ? t("cancel_unpaid")
      : t("cancel_paid", { total: formatMoney(order.quote.total, lang) });
  const cancel = async () => {
    if (
      !(await confirm({
        title: t("cancel_title"),
        text,
        yes: t("cancel_yes"),
        no: t("cancel_no"),
        testid: "confirm-cancel",
      }))
    )
      return;
    try {
      await follow(
        await once(`cancel:${order.id}`, (key) => post(`${orderPath}/cancel`, {}, { key, timeoutMs: 70_000 })),
      );
    } catch (problem) {
      fill(told, await notice(problem));
    }
  };
  const button = h(
    "button",
    {
      type: "button",
      class: "button danger wide",
      "data-testid": "cancel-order",
      onclick: () => press(button, cancel),
    },
    t("cancel"),
  );
  return h("div", { class: "stack" }, told, button);
}
