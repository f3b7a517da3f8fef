import { fill, h, s } from "/console/js/dom.js";
import { count, price } from "/console/js/money.js";
import { table } from "/console/js/parts/table.js";
import { drawPlan, rowsOf, seatsOf } from "/console/js/plan/draw.js";
import { seatsByGrade } from "/console/js/plan/grade-rules.js";

/** A patch of a grade's colour; its code always stands beside it. @param {string} color */
export const swatch = (color) => s("svg", { class: "swatch", viewBox: "0 0 1 1", "aria-hidden": "true" }, s("rect", { width: 1, height: 1, fill: color }));

/**
 * Gives grades to sections and rows: by pressing on the plan, or in the table under it.
 * @param {{width: number, height: number, sections: any[]}} plan
 * @param {{grades: () => {code: string, price: number, color: string}[], changed: () => void}} with_
 */
export function painter(plan, { grades, changed }) {
  /** Grade of each row by section and place; what is not in it has the last grade. */
  let painted = new Map(plan.sections.flatMap((section, i) => section.rows.map((row) => [keyOf(section, row), grades()[Math.min(i, grades().length - 1)].code])));
  let brush = 0;
  let whole = true;
  const [brushes, sums, list] = [h("div", { class: "brushes choice", role: "radiogroup", "aria-label": "Grade to paint" }), h("div", {}), h("div", { class: "plan-scroll" })];
  const gradeOf = (section, row) => {
    const code = painted.get(keyOf(section, row));
    return grades().some((grade) => grade.code === code) ? code : grades()[grades().length - 1].code;
  };
  const colorOf = (section, row) => grades().find(({ code }) => code === gradeOf(section, row))?.color ?? null;
  const drawing = drawPlan(plan, { label: "Plan painted by grade. The table below says and changes the same.", colorOf, pick: (section, row) => paint(section, whole ? null : row, grades()[brush].code) });

  function paint(section, row, code) {
    for (const one of row ? [row] : section.rows) painted.set(keyOf(section, one), code);
    refresh();
    node.dispatchEvent(new Event("fr-changed", { bubbles: true }));
    changed();
  }

  function refresh() {
    drawing.repaint();
    brush = Math.min(brush, grades().length - 1);
    fill(brushes, grades().map((grade, i) => h("label", {}, h("input", { type: "radio", name: "brush", checked: i === brush, onchange: () => (brush = i) }), swatch(grade.color), grade.code || "?")));
    const seats = seatsByGrade(plan.sections, gradeOf);
    const of = ({ code }) => seats.get(code) ?? 0;
    const gross = grades().reduce((sum, grade) => sum + of(grade) * (grade.price || 0), 0);
    const won = (minor) => price({ minor, currency: "KRW" });
    fill(sums, table({
      caption: "Seats and price of each grade",
      silent: true,
      testid: "grade-sums",
      rows: grades(),
      columns: [{ name: "Grade", show: (grade) => h("span", { class: "nowrap" }, swatch(grade.color), " ", grade.code) }, { name: "Seats", right: true, show: (grade) => count(of(grade)) }, { name: "Price", right: true, show: (grade) => won(grade.price || 0) }, { name: "All sold", right: true, show: (grade) => won(of(grade) * (grade.price || 0)) }],
      foot: ["House full", count(plan.sections.reduce((sum, section) => sum + seatsOf(section), 0)), "", won(gross)],
    }));
    showList();
  }

  function showList() {
    // Built anew at each change; whoever was choosing in it goes on there.
    const held = list.contains(document.activeElement) ? document.activeElement?.getAttribute("aria-label") : null;
    const opened = new Set([...list.querySelectorAll("details[open]")].map((one) => one.dataset.section));
    const options = (chosen) => grades().map(({ code }) => h("option", { value: code, selected: code === chosen }, code || "?"));
    fill(list, plan.sections.map((section) => {
      const codes = new Set(section.rows.map((row) => gradeOf(section, row)));
      const pick = (label, chosen, row) => h("select", { "aria-label": label, onchange: (event) => event.target.value && paint(section, row, event.target.value) }, chosen === null && h("option", { value: "", selected: true }, "Mixed"), options(chosen));
      return h("details", { "data-section": section.code, open: opened.has(section.code), class: "painted" },
        h("summary", {}, `Section ${section.code}: ${[...codes].join(", ")}`),
        h("div", { class: "fields" },
          h("div", { class: "field wide" }, pick(`Grade of all rows of section ${section.code}`, codes.size === 1 ? [...codes][0] : null, null)),
          rowsOf(section).map((row) => h("label", { class: "row" }, h("span", { class: "num" }, `Row ${row.label}`), pick(`Grade of section ${section.code}, row ${row.label}`, gradeOf(section, row), row)))));
    }));
    if (held) [...list.querySelectorAll("select")].find((one) => one.getAttribute("aria-label") === held)?.focus();
  }

  const reach = h("div", { class: "choice", role: "radiogroup", "aria-label": "What a press paints" }, [["Whole section", true], ["One row", false]].map(([name, all]) => h("label", {}, h("input", { type: "radio", name: "reach", checked: all, onchange: () => (whole = Boolean(all)) }), name)));
  const node = h("div", { class: "stack tight" }, h("div", { class: "row" }, brushes, reach), drawing.node, sums, h("details", {}, h("summary", {}, "Choose grades in a list instead"), list));
  refresh();
  return {
    node, gradeOf, refresh,
    read: () => [...painted],
    restore(state) {
      if (!Array.isArray(state)) return;
      painted = new Map(state);
      refresh();
    },
  };
}

const keyOf = (section, row) => `${section.code}/${row.label}`;
