import { fill, h } from "/console/js/dom.js";
import { layOut } from "/console/js/plan/grid-layout.js";

const COLUMNS = [
  { key: "code", name: "Code", max: 8 },
  { key: "name", name: "Name in Korean", lang: "ko", wide: true, max: 120 },
  { key: "name_en", name: "Name in English", wide: true, max: 120 },
  { key: "tier", name: "Tier", min: 1, most: 50 },
  { key: "rows", name: "Rows", min: 1, most: 200 },
  { key: "seats", name: "Seats a row", min: 1, most: 500 },
  { key: "first_row", name: "First row", min: 0, most: 100_000 },
  { key: "first_seat", name: "First seat", min: 0, most: 100_000 },
];
const FIRST = [
  { code: "A", name: "A구역", name_en: "Section A", tier: 1, rows: 10, seats: 16, first_row: 1, first_seat: 1 },
  { code: "B", name: "B구역", name_en: "Section B", tier: 1, rows: 10, seats: 16, first_row: 1, first_seat: 17 },
];

/**
 * A table in which blocks of seats are typed; tier 1 is nearest the stage, blocks of a tier lie side by side.
 * @param {() => void} changed
 */
export function gridEditor(changed) {
  let blocks = FIRST.map((block) => ({ ...block }));
  const body = h("tbody", {});
  const add = h("button", { type: "button", class: "button small", onclick: addBlock }, "Add a section");
  const node = h(
    "div",
    { class: "stack tight" },
    h("div", { class: "table", tabindex: "0", role: "group", "aria-label": "Sections" }, h("table", { class: "grid-form" }, h("caption", { class: "sr" }, "Sections, the stage first"), h("thead", {}, h("tr", {}, COLUMNS.map(({ name }) => h("th", { scope: "col" }, name)), h("th", {}, h("span", { class: "sr" }, "Remove")))), body)),
    h("p", { class: "hint small muted" }, "Tier 1 is nearest the stage. Sections of one tier lie side by side, in this order."),
    add,
  );

  function addBlock() {
    const last = blocks[blocks.length - 1];
    const code = nextCode(blocks.map((block) => block.code));
    blocks.push({ ...last, code, name: `${code}구역`, name_en: `Section ${code}`, tier: last.tier + 1, first_seat: 1 });
    show();
    body.lastElementChild?.querySelector("input")?.focus();
    tell();
  }

  function show() {
    fill(
      body,
      blocks.map((block, i) =>
        h(
          "tr",
          {},
          COLUMNS.map(({ key, name, lang, wide, max, min, most }) =>
            h("td", {}, h("input", {
              name: `sections[${i}].${key}`, "aria-label": `${name} of section ${i + 1}`, class: wide && "word", lang, required: true, autocomplete: "off",
              type: min === undefined ? "text" : "number", min, max: most, maxlength: max, value: block[key],
              oninput: (event) => {
                blocks[i][key] = min === undefined ? event.target.value : event.target.valueAsNumber;
                tell();
              },
            })),
          ),
          h("td", {}, h("button", { type: "button", class: "button small", disabled: blocks.length === 1, "aria-label": `Remove section ${block.code}`, onclick: () => remove(i) }, "Remove")),
        ),
      ),
    );
  }

  function remove(i) {
    blocks.splice(i, 1);
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
    read: () => blocks,
    restore(state) {
      if (!Array.isArray(state) || !state.length) return;
      blocks = state;
      show();
      changed();
    },
    /** The plan, when every number is one; null while somebody types. */
    plan: () => (blocks.every((block) => COLUMNS.every(({ key, min, most }) => min === undefined || (Number.isInteger(block[key]) && block[key] >= min && block[key] <= most))) ? layOut(blocks) : null),
  };
}

function nextCode(taken) {
  for (let i = 0; ; i += 1) {
    const code = i < 26 ? String.fromCharCode(65 + i) : `S${i - 25}`;
    if (!taken.includes(code)) return code;
  }
}
