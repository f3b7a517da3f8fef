import { h, s } from "/console/js/dom.js";

/** A bar of how much of a whole there is; the words beside it say the same. @param {number} part @param {number} whole @param {string} label */
export const meter = (part, whole, label) =>
  h("div", { class: "meter" }, s("svg", { viewBox: "0 0 100 1", preserveAspectRatio: "none", role: "img", "aria-label": label }, s("rect", { width: whole ? (100 * part) / whole : 0, height: 1 })));
