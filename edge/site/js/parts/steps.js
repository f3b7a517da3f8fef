import { h } from "/js/dom.js";
import { t } from "/js/i18n.js";

const STEPS = ["line", "seats", "payment", "ticket"];

/** Where in a purchase the reader is. @param {"line"|"seats"|"payment"|"ticket"} now */
export function steps(now) {
  const at = STEPS.indexOf(now);
  return h(
    "ol",
    { class: "steps", "aria-label": t("steps") },
    STEPS.map((step, s) =>
      h("li", { "aria-current": s === at && "step", class: s < at && "done" }, h("span", {}, t(`step_${step}`))),
    ),
  );
}
