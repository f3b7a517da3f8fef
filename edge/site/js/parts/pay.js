import { post } from "/js/api.js";
import { once } from "/js/intent.js";
import { Problem } from "/js/problem.js";

/**
 * Starts one try at paying an order and hands the browser over to the provider. Its page comes back to /pay/return/ or
 * /pay/fail/.
 * @param {string} orderId
 */
export async function payAt(orderId) {
  const attempt = await once(`attempt:${orderId}`, (key) => post(`/api/v1/orders/${orderId}/attempts`, {}, { key }));
  await loadScript(attempt.sdk_url);
  const provider = /** @type {any} */ (window).TossPayments;
  if (!provider) throw new Problem({ code: "payment_unavailable" });
  await provider(attempt.client_key)
    .payment({ customerKey: attempt.customer_key })
    .requestPayment({
      method: "CARD",
      amount: { currency: attempt.amount.currency, value: attempt.amount.minor },
      orderId: attempt.provider_order_id,
      orderName: attempt.order_name,
      successUrl: attempt.success_url,
      failUrl: attempt.fail_url,
    })
    .catch((reason) => {
      // The window can also fail without leaving this page; the fail page knows what to say.
      const url = new URL(attempt.fail_url);
      url.searchParams.set("code", reason?.code ?? "PAY_PROCESS_ABORTED");
      url.searchParams.set("message", reason?.message ?? "");
      location.assign(url);
    });
}

/** The provider's script, from where the attempt says: the only code that is not ours. */
function loadScript(src) {
  return new Promise((loaded, failed) => {
    const script = document.createElement("script");
    Object.assign(script, {
      src,
      async: true,
      onload: loaded,
      onerror: () => failed(new Problem({ code: "payment_unavailable" })),
    });
    document.head.append(script);
  });
}
