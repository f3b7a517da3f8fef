import { fill, h, say } from "/js/dom.js";
import { moveAmong } from "/js/seatmap/roving.js";
import { count, lang, pick, t } from "/js/i18n.js";
import { formatMoney } from "/js/money.js";
import { sectionCalled } from "/js/parts/section.js";
import { seatOf } from "/js/seatmap/hall.js";

/** A section's name as orders and tickets say it. @param {any} section */
export const sectionName = (section) => sectionCalled(section.code);

/** What the venue calls it, where that says more. @param {any} section */
function longName(section) {
  const name = pick(section, "name");
  return name && ![section.code, sectionName(section)].includes(name) ? ` ${name}` : "";
}

/**
 * The hall as lists: sections with what remains, and the seats of one section as buttons. Everything the map can do,
 * without seeing or pointing.
 * @param {import("./hall.js").Hall} hall
 * @param {{stateOf: (seat: number) => string, press: (seat: number) => void, focus: (section: number) => void}} page
 */
export function seatLists(hall, page) {
  const left = hall.plan.sections.map(() => h("span", { class: "muted num small" }));
  const buttons = hall.plan.sections.map((section, s) =>
    h(
      "button",
      {
        type: "button",
        class: "section",
        "aria-pressed": "false",
        "data-section": section.code,
        onclick: () => page.focus(s),
      },
      h("span", {}, swatches(hall, section), sectionName(section), h("small", { class: "muted" }, longName(section))),
      left[s],
    ),
  );
  const sections = h(
    "ul",
    { class: "sections" },
    buttons.map((button) => h("li", {}, button)),
  );
  const seats = h("div", { "data-testid": "seat-list", class: "seat-list", hidden: true });
  /** @type {Map<number, HTMLElement>} */
  let shown = new Map();

  const paint = (seat) => {
    const button = shown.get(seat);
    if (!button) return;
    const state = page.stateOf(seat);
    const mine = state === "chosen";
    if (button.dataset.state === state) return;
    button.dataset.state = state;
    button.setAttribute("aria-pressed", String(mine));
    button.setAttribute("aria-disabled", String(state !== "free" && !mine));
    button.setAttribute("aria-label", seatText(hall, seat, state));
  };

  return {
    sections,
    seats,
    /** @param {number} index the section whose seats are listed */
    open(index) {
      const section = hall.plan.sections[index];
      buttons.forEach((button, s) => button.setAttribute("aria-pressed", String(s === index)));
      shown = new Map();
      const rows = section.rows.map((row) =>
        h(
          "li",
          {},
          h("span", { class: "row small muted" }, t("row", { row: row.label })),
          h("div", { class: "row-seats", role: "group", "aria-label": t("row", { row: row.label }) }, rowButtons(row)),
        ),
      );
      seats.hidden = false;
      const list = h("ul", {}, rows);
      fill(
        seats,
        h("h2", {}, t("seats_of", { section: sectionName(section) })),
        h("p", { class: "keys muted small" }, t("list_hint")),
        list,
        h("a", { class: "onward", href: "#choice" }, t("to_choice")),
      );
      for (const seat of shown.keys()) paint(seat);
      moveAmong(list);
    },
    /** To the first seat that can be had, or else to any. */
    focus: () =>
      (seats.querySelector('.seat[data-state="free"], .seat[data-state="chosen"]') ?? seats.querySelector(".seat"))?.focus(),
    /** @param {number[]} remaining @param {number[]} seatsChanged */
    update(remaining, seatsChanged) {
      left.forEach((node, s) => say(node, remaining[s] ? t("left", { n: count(remaining[s]) }) : t("none_left")));
      seatsChanged.forEach(paint);
    },
    /** A seat was chosen or let go. */
    repaint: paint,
  };

  function rowButtons(row) {
    return Array.from({ length: row.count }, (_, k) => {
      const seat = row.first_seat_no + k;
      const button = h(
        "button",
        { type: "button", class: "seat num", "data-seat-no": seat, onclick: () => page.press(seat) },
        seatOf(hall, seat).label,
      );
      button.style.setProperty("--grade", hall.grades[hall.grade[seat]].color);
      shown.set(seat, button);
      return button;
    });
  }
}

/**
 * "Section A, row 3, seat 12, VIP, ₩150,000, free".
 * @param {import("./hall.js").Hall} hall
 * @param {number} seat
 * @param {string} state
 */
export function seatText(hall, seat, state) {
  const { section, row, label, grade } = seatOf(hall, seat);
  return t("seat_said", {
    section: sectionName(section),
    row,
    seat: label,
    grade: pick(grade, "name") || grade.code,
    price: formatMoney(grade.price, lang),
    state: t(`state_${state}`),
  });
}

function swatches(hall, section) {
  return [...new Set(section.rows.map((row) => row.grade))].map((code) => {
    const dot = h("span", { class: "swatch", "aria-hidden": "true" });
    dot.style.background = hall.grades.find((grade) => grade.code === code)?.color ?? "gray";
    return dot;
  });
}
