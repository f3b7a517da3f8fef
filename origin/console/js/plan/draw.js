import { h, s } from "/console/js/dom.js";

/** Share of the distance between seats that a seat fills. */
const SEAT = 0.66;
/** Distance taken when a section has a single seat. */
const PITCH_MOST = 40;

/**
 * Draws a plan: one dotted line a row, so that ten thousand seats are some hundred shapes.
 * @param {{width: number, height: number, sections: any[]}} plan rows as `first_label, seats, x0, dx, y`
 * @param {{label: string, colorOf?: (section: any, row: any) => string|null, pick?: (section: any, row: any|null) => void}} how
 *   `label`: what it shows, in a sentence; `pick`: a press on a section (row null) or a row; keyboards have the table beside
 * @returns {{node: HTMLElement, repaint: () => void}}
 */
export function drawPlan(plan, { label, colorOf = () => null, pick }) {
  const box = extentOf(plan);
  const text = Math.max(box.width, box.height) / 34;
  const rows = [];
  const blocks = plan.sections.map((section) => {
    const pitch = pitchOf(section);
    const lines = section.rows.map((row) => {
      const seats = s("path", { class: "seats", d: lineOf(row), "stroke-width": pitch * SEAT, "stroke-dasharray": `0 ${Math.abs(row.dx) || 1}` });
      rows.push({ seats, section, row });
      return [seats, pick && s("path", { class: "reach", d: lineOf(row), "stroke-width": pitch, onclick: () => pick(section, row) })];
    });
    const [x, y] = middleOf(section);
    return s(
      "g",
      {},
      section.outline && s("path", { class: "block", d: section.outline, onclick: pick && (() => pick(section, null)) }),
      lines,
      s("text", { x, y, "font-size": text, "font-weight": 700, "paint-order": "stroke", stroke: "var(--surface)", "stroke-width": text / 2.5, "pointer-events": "none" }, section.code),
    );
  });
  const lift = text * 2;
  const stage = [
    s("rect", { class: "stage", x: box.x + box.width * 0.3, y: box.y - lift, width: box.width * 0.4, height: text * 1.5, rx: text * 0.3 }),
    s("text", { x: box.x + box.width / 2, y: box.y - lift + text * 0.75, "font-size": text * 0.9 }, "Stage"),
  ];
  const svg = s("svg", { viewBox: `${box.x} ${box.y - lift * 1.2} ${box.width} ${box.height + lift * 1.2}`, role: "img", "aria-label": label, preserveAspectRatio: "xMidYMid meet" }, stage, blocks);
  const repaint = () => rows.forEach(({ seats, section, row }) => (seats.style.stroke = colorOf(section, row) ?? ""));
  repaint();
  return { node: h("div", { class: pick ? "plan paintable" : "plan" }, svg), repaint };
}

// A little longer than the way to the last seat: a dash that begins where the line ends is not drawn.
const lineOf = ({ x0, y, dx, seats }) => `M${x0},${y}h${dx * (seats - 1) + (dx < 0 ? -0.01 : 0.01)}`;

/** The least distance between neighbours of a section, in plan units. */
function pitchOf({ rows }) {
  const gaps = rows.slice(1).map((row, i) => Math.abs(row.y - rows[i].y)).filter(Boolean);
  const across = rows.filter((row) => row.seats > 1).map((row) => Math.abs(row.dx));
  return Math.min(...gaps, ...across, PITCH_MOST) || 1;
}

/** Where the seats of rows lie. */
function reachOf(rows) {
  const xs = rows.flatMap((row) => [row.x0, row.x0 + row.dx * (row.seats - 1)]);
  const ys = rows.map((row) => row.y);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function middleOf({ rows }) {
  const { left, right, top, bottom } = reachOf(rows);
  return [(left + right) / 2, (top + bottom) / 2];
}

/** What is worth showing: the seats with some air around them, not the empty paper beside. */
function extentOf({ sections }) {
  const { left, right, top, bottom } = reachOf(sections.flatMap(({ rows }) => rows));
  const air = Math.max(...sections.map(pitchOf)) * 1.2;
  return { x: left - air, y: top - air, width: right - left + 2 * air, height: bottom - top + 2 * air };
}

/** How many seats a section has. @param {any} section */
export const seatsOf = (section) => section.rows.reduce((sum, row) => sum + row.seats, 0);

/** How many seats a plan has. @param {{sections: any[]}} plan */
export const seatsIn = ({ sections }) => sections.reduce((sum, section) => sum + seatsOf(section), 0);

/** A section's rows as people count them, front first: a row with an aisle stands in the plan once for each side. @returns {any[]} */
export const rowsOf = (section) => section.rows.filter((row, i, rows) => rows.findIndex(({ label }) => label === row.label) === i);
