import { h } from "/console/js/dom.js";

/** From so many columns on a phone shows cards. */
const CARDS_FROM = 5;

/**
 * A table of rows. The first column names the row.
 * @template T
 * @param {{caption: string, silent?: boolean, columns: {name: string, right?: boolean, show: (row: T) => any}[], rows: T[], testid?: string, foot?: any[]}} what
 *   `silent`: the caption is for screen readers alone; `foot`: cells of a last row
 */
export function table({ caption, silent = false, columns, rows, testid, foot }) {
  const side = (column) => column?.right && "right";
  // On a phone a wide table is a list of cards; what it is to a screen reader is said, since styles would take it away.
  const cell = (tag, role, column, props, content) => h(tag, { role, class: side(column), "data-label": column?.name, ...props }, h("div", { class: "cell" }, content));
  return h(
    "div",
    // What scrolls sideways must be reached by keyboard too.
    { class: columns.length >= CARDS_FROM ? "table cards" : "table", tabindex: "0", role: "group", "aria-label": caption },
    h(
      "table",
      { "data-testid": testid, role: "table" },
      h("caption", { class: silent && "sr" }, caption),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map((column) => h("th", { scope: "col", role: "columnheader", class: side(column) }, column.name)))),
      h("tbody", { role: "rowgroup" }, rows.map((row) => h("tr", { role: "row" }, columns.map((column, i) => (i ? cell("td", "cell", column, {}, column.show(row)) : cell("th", "rowheader", column, { scope: "row" }, column.show(row))))))),
      foot && h("tfoot", { role: "rowgroup" }, h("tr", { role: "row" }, foot.map((content, i) => cell("td", "cell", columns[i], {}, content)))),
    ),
  );
}

/** Names and values. @param {[string, any][]} pairs */
export const facts = (pairs) => h("dl", { class: "facts" }, pairs.filter(([, value]) => value != null && value !== false).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
