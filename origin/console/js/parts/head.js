import { h } from "/console/js/dom.js";

/**
 * The top of a page: the way here, its title, what can be done.
 * @param {{title: any, about?: any, crumbs?: [string, string][], actions?: any}} what `crumbs`: name and hash of each page above
 */
export const head = ({ title, about, crumbs = [], actions }) =>
  h(
    "div",
    { class: "head" },
    h(
      "div",
      {},
      crumbs.length > 0 && h("nav", { "aria-label": "Breadcrumb" }, h("ol", { class: "crumbs" }, crumbs.map(([name, hash]) => h("li", {}, h("a", { href: hash }, name))))),
      h("h1", {}, title),
      about && h("p", { class: "muted" }, about),
    ),
    actions && h("div", { class: "actions" }, actions),
  );

/** Something is empty: what that means and what to do. @param {string} text @param {any} [action] */
export const empty = (text, action) => h("div", { class: "empty" }, h("p", {}, text), action);
