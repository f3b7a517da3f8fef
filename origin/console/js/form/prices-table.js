import { call } from "/console/js/api.js";
import { fill, h } from "/console/js/dom.js";
import { minorOf, price } from "/console/js/money.js";
import { confirm } from "/console/js/parts/confirm.js";
import { notice } from "/console/js/parts/notice.js";
import { table } from "/console/js/parts/table.js";
import { toast } from "/console/js/parts/toast.js";
import { swatch } from "/console/js/plan/painter.js";

/** The prices of a performance, each to be changed on its own. @param {any} performance @param {() => void} changed */
export function pricesTable(performance, changed) {
  const trouble = h("div", {});

  async function change(event, grade) {
    event.preventDefault();
    const field = event.target.elements.price;
    const minor = minorOf(field.value, grade.price.currency);
    if (!field.reportValidity() || minor === grade.price.minor) return;
    const wanted = { minor, currency: grade.price.currency };
    const yes = await confirm({ title: `${grade.code}: ${price(grade.price)} becomes ${price(wanted)}?`, text: "For new orders only: whoever has an order keeps its price.", yes: "Change the price" });
    if (!yes) return;
    fill(trouble);
    try {
      await call("PATCH", `/performances/${performance.id}/grades/${encodeURIComponent(grade.code)}`, { body: { price: wanted } });
      toast(`${grade.code} costs ${price(wanted)} from now on.`);
      changed();
    } catch (problem) {
      if (!problem.needsSignIn) fill(trouble, notice(problem));
    }
  }

  const edit = (grade) =>
    h(
      "form",
      { class: "row", onsubmit: (event) => change(event, grade) },
      h("input", { name: "price", type: "number", class: "slim", min: 0, max: 100_000_000, required: true, value: grade.price.minor, "aria-label": `New price of ${grade.code} in won` }),
      h("button", { class: "button small" }, "Change"),
    );
  const rows = table({
    caption: "Prices, dearest first",
    silent: true,
    testid: "prices",
    rows: performance.grades,
    columns: [
      { name: "Grade", show: (grade) => h("span", { class: "nowrap" }, swatch(grade.color), ` ${grade.code}`) },
      { name: "Name", show: (grade) => grade.name_en || grade.name },
      { name: "Price", right: true, show: (grade) => price(grade.price) },
      { name: "New price", show: edit },
    ],
  });
  return h("div", { class: "stack tight" }, trouble, rows);
}
