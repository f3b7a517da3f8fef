import { call } from "/console/js/api.js";
import { h } from "/console/js/dom.js";
import { input, select } from "/console/js/form/fields.js";
import { form } from "/console/js/form/form.js";
import { confirm } from "/console/js/parts/confirm.js";
import { toast } from "/console/js/parts/toast.js";
import { go } from "/console/js/router.js";

/** The ways out of a review: what is asked before each, and what is told after it. */
const WAYS = {
  refund: {
    name: "Refund what is left",
    title: "Refund what is left?",
    text: "All that the payment provider still has of this order goes back to the buyer. The tickets become invalid and the seats go back on sale. It cannot be taken back.",
    yes: "Refund the order",
    told: (state) => (state === "refunded" ? "Refunded." : "The provider has not answered yet; the refund goes on by itself."),
  },
  confirm: {
    name: "Confirm the order",
    title: "Confirm this order?",
    text: "The buyer gets the tickets, or keeps them. That is possible while the provider has the money and the seats are nobody else's.",
    yes: "Confirm the order",
    told: () => "The order is confirmed.",
  },
  release: {
    name: "Let the order go",
    title: "Let this order go?",
    text: "The order ends, its tickets become invalid and its seats go back on sale. That is possible when the provider has no money of it.",
    yes: "Let it go",
    told: () => "The order is over and its seats are free.",
  },
};

/** Ends a review, for a reason that the log keeps. The provider is asked first. @param {any} order that needs a look */
export function reviewForm(order) {
  const node = form({
    draft: `review-${order.id}`,
    fields: [
      select({ name: "way", label: "Decision", hint: "The payment provider is asked first: a way that would not be true is refused.", options: Object.entries(WAYS).map(([way, { name }]) => [way, name]) }),
      input({ name: "reason", label: "Why", hint: "One line; the audit log keeps it, and the payment provider that of a refund.", maxlength: 150 }),
    ],
    label: "Decide",
    testid: "review",
    async send({ way, reason }) {
      const { title, text, yes } = WAYS[way];
      if (!(await confirm({ title, text, yes, danger: way !== "confirm" }))) return null;
      return [way, await call("POST", `/orders/${order.id}/${way}`, { body: { reason: reason.trim() } })];
    },
    done(answer) {
      if (!answer) return;
      const [way, whole] = answer;
      toast(WAYS[way].told(whole.order.state));
      go(`#/orders/${order.id}`);
    },
  });
  return h("section", { class: "panel", "data-testid": "review-panel" }, h("h2", {}, "This order needs your decision"), node);
}
