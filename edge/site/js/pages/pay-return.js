import { get, post } from "/js/api.js";
import { backoff } from "/js/backoff.js";
import { sleep } from "/js/clock.js";
import { fill, h, say } from "/js/dom.js";
import { frame, query, ready } from "/js/frame.js";
import { t } from "/js/i18n.js";
import { notice } from "/js/parts/notice.js";
import { steps } from "/js/parts/steps.js";

await ready("orders", "steps");
const orderId = encodeURIComponent(query("order"));
const orderPath = `/api/v1/orders/${orderId}`;
const orderUrl = `/order/?id=${orderId}`;
const text = h("p", { class: "muted", role: "status" }, t("confirming_text"));
const main = frame(t("confirming"));
fill(
  main,
  steps("payment"),
  h(
    "div",
    { class: "panel center stack" },
    h("div", { class: "spin", "aria-hidden": "true" }),
    h("h1", {}, t("confirming")),
    text,
  ),
);

try {
  await follow(await settled());
} catch (problem) {
  await explain(problem);
}

/**
 * Says that the buyer is back, until there is an answer. Safe to send any number of times: the order has one attempt
 * being confirmed, and the server asks before it charges.
 */
async function settled() {
  const said = { payment_key: query("paymentKey"), provider_order_id: query("orderId"), amount: Number(query("amount")) };
  for (let failed = 1; ; failed++) {
    try {
      return await post(`${orderPath}/pay-return`, said, { repeat: true, timeoutMs: 70_000 });
    } catch (problem) {
      // Without an answer nobody knows; the server may have it all and be done.
      if (!problem.passing && !(problem.status >= 500)) throw problem;
      say(text, t("confirming_trying"));
      await sleep(backoff(failed, Math.random(), 1_000 + problem.retryAfterMs));
    }
  }
}

/** Waits until the payment is known; unknown is not failed, so there is no giving up. */
async function follow(order) {
  const startedMs = Date.now();
  for (let looked = 0; order.state === "confirming"; looked++) {
    if (Date.now() - startedMs > 15_000) say(text, t("confirming_long"));
    await sleep(Math.min(5_000, 700 + 400 * looked));
    order = await get(orderPath).catch(() => order);
  }
  // Replaced, so that the way back does not lead to a payment that is over.
  location.replace(order.state === "awaiting_payment" ? `/pay/fail/?order=${orderId}` : `${orderUrl}&new=1`);
}

async function explain(problem) {
  if (problem.code === "payment_in_progress") return follow({ state: "confirming" });
  const order = problem.needsSignIn ? null : await get(orderPath).catch(() => null);
  if (order && ["confirming", "confirmed"].includes(order.state)) return follow(order);
  fill(
    main,
    h(
      "div",
      { class: "stack" },
      h("h1", {}, t("not_paid")),
      await notice(problem),
      h("p", { class: "actions" }, h("a", { class: "button primary", href: orderUrl }, t("order"))),
    ),
  );
}
