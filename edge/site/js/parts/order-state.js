import { h } from "/js/dom.js";
import { t } from "/js/i18n.js";

const TONE = {
  confirmed: "go",
  awaiting_payment: "warn",
  awaiting_deposit: "warn",
  confirming: "warn",
  needs_review: "bad",
};

/** An order's state as a chip. @param {{state: string}} order */
export const orderState = ({ state }) =>
  h(
    "span",
    { class: `chip ${TONE[state] ?? ""}`, "data-testid": "order-state", "data-state": state },
    t(`state_${state}`),
  );
