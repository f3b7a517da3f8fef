import { fill, h } from "/console/js/dom.js";
import { minorOf } from "/console/js/money.js";

/** Colours that stay apart for most kinds of colour blindness, on light and on dark paper. */
const COLORS = ["#b8327a", "#2f6fd0", "#1f8a5f", "#c47a12", "#7a52c7", "#5f6b78"];
const FIRST = [
  { code: "VIP", name: "VIP석", name_en: "VIP", price: 180_000, color: COLORS[0] },
  { code: "R", name: "R석", name_en: "R", price: 140_000, color: COLORS[1] },
  { code: "S", name: "S석", name_en: "S", price: 100_000, color: COLORS[2] },
];
const GRADES_MAX = 20;
const PRICE_MAX = 100_000_000;

/** The price classes of a performance, dearest first. @param {() => void} changed */
export function gradeEditor(changed) {
  let grades = FIRST.map((grade) => ({ ...grade }));
  const body = h("tbody", {});
  const add = h("button", { type: "button", class: "button small", onclick: addGrade }, "Add a grade");
  const node = h(
    "div",
    { class: "stack tight" },
    h("div", { class: "table", tabindex: "0", role: "group", "aria-label": "Grades and prices" }, h("table", { class: "grid-form" }, h("caption", { class: "sr" }, "Grades and prices, dearest first"), h("thead", {}, h("tr", {}, ["Code", "Name in Korean", "Name in English", "Price in ₩", "Colour"].map((name) => h("th", { scope: "col" }, name)), h("th", {}, h("span", { class: "sr" }, "Remove")))), body)),
    add,
  );

  function cell(i, key, label, more) {
    const set = (event) => {
      grades[i][key] = more.type === "number" ? event.target.valueAsNumber : event.target.value;
      tell();
    };
    return h("td", {}, h("input", { name: `grades[${i}].${key}`, "aria-label": `${label} of grade ${i + 1}`, required: true, autocomplete: "off", value: grades[i][key], oninput: set, ...more }));
  }

  function show() {
    fill(
      body,
      grades.map((grade, i) =>
        h(
          "tr",
          {},
          cell(i, "code", "Code", { maxlength: 8 }),
          cell(i, "name", "Name in Korean", { class: "word", lang: "ko", maxlength: 120 }),
          cell(i, "name_en", "Name in English", { class: "word", maxlength: 120 }),
          cell(i, "price", "Price", { type: "number", class: "word", min: 0, max: PRICE_MAX, step: 1 }),
          cell(i, "color", "Colour", { type: "color" }),
          h("td", {}, h("button", { type: "button", class: "button small", disabled: grades.length === 1, "aria-label": `Remove grade ${grade.code}`, onclick: () => remove(i) }, "Remove")),
        ),
      ),
    );
    add.disabled = grades.length >= GRADES_MAX;
  }

  function addGrade() {
    const n = grades.length;
    grades.push({ code: "", name: "", name_en: "", price: grades[n - 1].price, color: COLORS[n % COLORS.length] });
    show();
    body.lastElementChild?.querySelector("input")?.focus();
    tell();
  }

  function remove(i) {
    grades.splice(i, 1);
    show();
    add.focus();
    tell();
  }

  function tell() {
    node.dispatchEvent(new Event("fr-changed", { bubbles: true }));
    changed();
  }

  show();
  return {
    node,
    /** As typed: prices in whole units. @returns {{code: string, name: string, name_en: string, price: number, color: string}[]} */
    read: () => grades,
    restore(state) {
      if (!Array.isArray(state) || !state.length) return;
      grades = state;
      show();
    },
    /** As the API takes them. @param {string} currency */
    entered: (currency) => grades.map(({ price, ...grade }) => ({ ...grade, price: { minor: minorOf(price, currency), currency } })),
  };
}
