// A stand-in for Toss Payments' browser SDK v2, as far as a card payment in the payment window
// goes: TossPayments(clientKey).payment({ customerKey }).requestPayment({ … }). It is served by
// the simulator and leads to the simulator's checkout page. No money moves.
(() => {
  "use strict";
  const simulator = new URL(document.currentScript.src).origin;

  function fail(code, message) {
    throw Object.assign(new Error(message), { name: "TossPaymentsError", code });
  }

  function requireWebUrl(name, value) {
    let url = null;
    try {
      url = new URL(value);
    } catch {
      // Reported below, with the name of the field.
    }
    if (!url || !/^https?:$/.test(url.protocol)) {
      fail("INCORRECT_" + name.toUpperCase() + "_FORMAT", name + " must be an absolute http(s) address");
    }
  }

  function TossPayments(clientKey) {
    if (!/^(test|live)_g?ck_/.test(clientKey)) {
      fail("INVALID_CLIENT_KEY", "the client key must start with test_ck_, test_gck_, live_ck_ or live_gck_");
    }
    return {
      payment({ customerKey } = {}) {
        if (!/^[A-Za-z0-9\-_=.@]{2,300}$/.test(customerKey)) {
          fail("INVALID_CUSTOMER_KEY", "customerKey must be 2 to 300 of A-Z a-z 0-9 - _ = . @");
        }
        return { requestPayment: (request) => requestPayment(clientKey, customerKey, request) };
      },
    };
  }

  // Rejects on a wrong request, as the real one does; otherwise the page is left and the promise
  // never settles.
  async function requestPayment(clientKey, customerKey, request) {
    const { method, amount, orderId, orderName, successUrl, failUrl } = request ?? {};
    if (method !== "CARD") fail("NOT_SUPPORTED_METHOD", "the simulator knows method CARD only");
    if (amount?.currency !== "KRW") fail("INVALID_CURRENCY", "amount.currency must be KRW");
    if (!Number.isSafeInteger(amount.value) || amount.value <= 0) {
      fail("INVALID_AMOUNT_VALUE", "amount.value must be whole won above 0");
    }
    if (!/^[A-Za-z0-9\-_]{6,64}$/.test(orderId)) {
      fail("INVALID_ORDER_ID", "orderId must be 6 to 64 of A-Z a-z 0-9 - _");
    }
    if (typeof orderName !== "string" || orderName.length < 1 || orderName.length > 100) {
      fail("INVALID_ORDER_NAME", "orderName must have 1 to 100 characters");
    }
    requireWebUrl("successUrl", successUrl);
    requireWebUrl("failUrl", failUrl);
    const query = new URLSearchParams({
      clientKey, customerKey, method, currency: amount.currency, value: String(amount.value),
      orderId, orderName, successUrl, failUrl,
    });
    window.top.location.href = simulator + "/v2/checkout?" + query;
    return new Promise(() => {});
  }

  TossPayments.ANONYMOUS = "ANONYMOUS";
  window.TossPayments = TossPayments;
})();
