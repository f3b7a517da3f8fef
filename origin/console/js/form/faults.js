import { h } from "/console/js/dom.js";

/** Marks a control as wrong and says why below it. @param {any} control @param {string} why */
export function mark(control, why) {
  const id = `${control.id || (control.id = `c${Math.random().toString(36).slice(2)}`)}-fault`;
  const box = control.closest("[data-field]") ?? control.parentElement;
  box.querySelector(".fault")?.remove();
  box.append(h("span", { class: "fault", id }, why));
  control.setAttribute("aria-invalid", "true");
  const described = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && !one.endsWith("-fault"));
  control.setAttribute("aria-describedby", [...described, id].join(" "));
}

/** Takes all marks away. @param {HTMLElement} form */
export function clear(form) {
  for (const fault of form.querySelectorAll(".fault")) fault.remove();
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

/** Marks what the browser finds wrong; the first of them, if any. @param {HTMLFormElement} form @returns {any} */
export function check(form) {
  const wrong = [...form.elements].filter((/** @type {any} */ control) => control.willValidate && !control.checkValidity());
  for (const control of wrong) mark(control, reason(/** @type {any} */ (control)));
  return wrong[0] ?? null;
}

function reason(control) {
  const { validity } = control;
  if (validity.valueMissing) return "This is needed.";
  if (validity.rangeUnderflow) return `At least ${control.min}.`;
  if (validity.rangeOverflow) return `At most ${control.max}.`;
  return control.validationMessage || "This cannot be taken.";
}
