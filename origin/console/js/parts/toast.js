import { h } from "/console/js/dom.js";

const STAYS_MS = 5_000;

/** Says that something was done; screen readers hear it too. @param {string} text */
export function toast(text) {
  const node = h("p", { class: "toast", "data-testid": "toast" }, text);
  // The last act is what counts; older ones would pile up over the page.
  document.querySelector("#toasts")?.replaceChildren(node);
  setTimeout(() => node.remove(), STAYS_MS);
}
