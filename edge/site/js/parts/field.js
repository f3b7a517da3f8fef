import { h } from "/js/dom.js";

/**
 * A text field with its label, and a hint below if there is one.
 * @param {string} name @param {string} label @param {Record<string, any>} props of the input @param {string|null} [hint]
 */
export const field = (name, label, props, hint = null) =>
  h(
    "label",
    { class: "field" },
    h("span", {}, label),
    h("input", { name, id: name, required: true, "aria-describedby": hint && `${name}-hint`, ...props }),
    hint && h("small", { class: "muted", id: `${name}-hint` }, hint),
  );

/** A field for a password that is being chosen. @param {string} name @param {string} label @param {string} hint */
export const newPassword = (name, label, hint) =>
  field(name, label, { type: "password", autocomplete: "new-password", minlength: 10, maxlength: 128 }, hint);

/** A field for the password that somebody has. @param {string} name @param {string} label */
export const ownPassword = (name, label) =>
  field(name, label, { type: "password", autocomplete: "current-password", maxlength: 128 });
