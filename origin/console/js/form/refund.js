import { call } from "/console/js/api.js";
import { h } from "/console/js/dom.js";
import { input } from "/console/js/form/fields.js";
import { form } from "/console/js/form/form.js";
import { price } from "/console/js/money.js";
import { confirm } from "/console/js/parts/confirm.js";
import { toast } from "/console/js/parts/toast.js";
import { go } from "/console/js/router.js";

/** Gives the whole order back, for a reason that the provider and the log keep. @param {any} order confirmed */
export function refundForm(order) {
  const total = price(order.quote.total);
  const node = form({
    draft: `refund-${order.id}`,
    fields: input({ name: "reason", label: "Why", hint: "One line; the payment provider and the audit log keep it.", maxlength: 150 }),
    label: `Refund ${total}`,
    testid: "refund",
    async send({ reason }) {
      const yes = await confirm({ title: `Refund ${total}?`, text: "The money goes back to where it came from, the tickets become invalid, and the seats go back on sale. It cannot be taken back.", yes: "Refund the order", danger: true });
      return yes ? call("POST", `/orders/${order.id}/refund`, { body: { reason: reason.trim() } }) : null;
    },
    done(answer) {
      if (!answer) return;
      toast(answer.order.state === "refunded" ? `${total} refunded.` : "The provider has not answered yet; the refund goes on by itself.");
      go(`#/orders/${order.id}`);
    },
  });
  return h("section", { class: "panel" }, h("h2", {}, "Refund"), node);
}
