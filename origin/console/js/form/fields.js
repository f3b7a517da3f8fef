import { h } from "/console/js/dom.js";

let made = 0;

/**
 * A field with its label, hint and place for a fault.
 * @param {{name: string, label: string, hint?: string, wide?: boolean, slim?: boolean, optional?: boolean}} about
 * @param {HTMLElement} control
 */
export function field({ name, label, hint, wide, slim, optional }, control) {
  const id = `f${++made}`;
  control.id = id;
  control.setAttribute("name", name);
  if (hint) control.setAttribute("aria-describedby", `${id}-hint`);
  return h(
    "div",
    { class: `field${wide ? " wide" : ""}${slim ? " slim" : ""}`, "data-field": name },
    h("label", { for: id }, label, optional && h("span", { class: "optional" }, " (optional)")),
    control,
    hint && h("span", { class: "hint", id: `${id}-hint` }, hint),
  );
}

/** @param {any} about name, label, hint, value, type and further attributes of the input */
export function input({ name, label, hint, wide, slim, optional, value, ...rest }) {
  return field({ name, label, hint, wide, slim, optional }, h("input", { type: "text", required: !optional, autocomplete: "off", value: value ?? "", ...rest }));
}

/** A whole number. @param {any} about as `input` */
export const number = (about) => input({ type: "number", inputmode: "numeric", step: 1, ...about });

/** A date and time at the venue. @param {any} about as `input` */
export const when = (about) => input({ type: "datetime-local", ...about });

/** @param {any} about as `input`, with `rows` */
export function area({ name, label, hint, wide, optional, value, ...rest }) {
  return field({ name, label, hint, wide, optional }, h("textarea", { required: !optional, ...rest }, value ?? ""));
}

/** @param {any} about as `input`, with `options`: value and text of each */
export function select({ name, label, hint, wide, slim, optional, value, options, ...rest }) {
  return field({ name, label, hint, wide, slim, optional }, h("select", { required: !optional, ...rest }, options.map(([key, text]) => h("option", { value: key, selected: key === value }, text))));
}

/** A box to tick. @param {{name: string, label: string, checked?: boolean}} about */
export const check = ({ name, label, checked }) => h("div", { class: "field wide", "data-field": name }, h("label", { class: "check" }, h("input", { type: "checkbox", name, checked }), label));
