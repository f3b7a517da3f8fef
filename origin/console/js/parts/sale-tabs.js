import { h } from "/console/js/dom.js";

/** The pages of one sale. @param {string} sale @param {"live"|"settings"|"readiness"} current */
export const saleTabs = (sale, current) =>
  h(
    "nav",
    { class: "tabs", "aria-label": "Pages of this on-sale" },
    [["live", "Live", ""], ["settings", "Settings", "/settings"], ["readiness", "Readiness", "/readiness"]].map(([id, name, rest]) => h("a", { href: `#/sales/${sale}${rest}`, "aria-current": id === current && "page" }, name)),
    h("a", { href: `#/orders?sale=${sale}` }, "Orders"),
  );
