import { get, post } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { frame, query, ready } from "/js/frame.js";
import { has, t } from "/js/i18n.js";
import { failedPage, notice } from "/js/parts/notice.js";
import { payAt } from "/js/parts/pay.js";
import { press } from "/js/parts/press.js";
import { showBrief } from "/js/parts/show-brief.js";
import { steps } from "/js/parts/steps.js";
import { timer } from "/js/parts/timer.js";

await ready("orders", "steps", "when");
const orderId = encodeURIComponent(query("order"));
const orderUrl = `/order/?id=${orderId}`;
const [code, message] = [query("code"), query("message")];
const main = frame(t("not_paid"));

try {
  // Without a code this page was reached from the return page, and the server knows already.
  const order = code
    ? await post(
        `/api/v1/orders/${orderId}/pay-fail`,
        { code, message, ...(query("orderId") && { provider_order_id: query("orderId") }) },
        { repeat: true },
      )
    : await get(`/api/v1/orders/${orderId}`);
  if (order.state !== "awaiting_payment") location.replace(orderUrl);
  else show(order);
} catch (problem) {
  await failedPage(main, problem);
}

function show(order) {
  const told = h("div", { "aria-live": "polite" });
  const again = h(
    "button",
    {
      type: "button",
      class: "button primary",
      "data-testid": "pay-button",
      onclick: () => press(again, () => payAt(order.id).catch(async (problem) => fill(told, await notice(problem)))),
    },
    t("pay_again"),
  );
  const left = timer(t("deadline"), order.remaining_ms, () => location.replace(orderUrl));
  fill(
    main,
    steps("payment"),
    h(
      "div",
      { class: "panel stack" },
      h("h1", {}, t("not_paid")),
      h("p", { role: "alert" }, reason(), " ", t("nothing_charged")),
      showBrief(order.performance),
      left.node,
      told,
      h("div", { class: "actions" }, again, h("a", { class: "button", href: orderUrl }, t("see_order"))),
    ),
  );
}

function reason() {
  if (!code) return "";
  return has(`toss_${code}`)
    ? t(`toss_${code}`)
    : message
      ? t("toss_other", { message })
      : t("toss_PAY_PROCESS_ABORTED");
}
