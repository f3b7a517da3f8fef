import { h } from "/console/js/dom.js";

/** Something is on its way. @param {string} [what] for screen readers */
export const loading = (what = "Loading") => h("div", { class: "loading" }, h("span", { class: "sr", role: "status" }, what), h("i"), h("i"), h("i"));
