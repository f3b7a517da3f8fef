import { areaOf, pathOf, roundUp } from "/console/js/charts/scale.js";
import { fill, h, s, say } from "/console/js/dom.js";
import { count } from "/console/js/money.js";
import { table } from "/console/js/parts/table.js";
import { timeOfDay } from "/console/js/time.js";

const HEIGHT = 112;
const LEFT = 40;
const RIGHT = 4;
const TOP = 6;
const BOTTOM = 16;
/** Shortest stretch of time shown, so that the first points do not jump. */
const SPAN_MS = 120_000;
/** Every how many points the table has a row. */
const TABLE_STEP = 6;

/**
 * A line over time, with an optional limit as a dashed line, and the same figures as a table behind it.
 * @param {{title: string, value: (point: any) => number|null, limit?: {name: string, value: (point: any) => number|null}, bad?: boolean, format?: (n: number) => string, axis?: (n: number) => string, testid?: string}} what
 * @returns {{node: HTMLElement, update: (points: any[]) => void}} points carry `at_ms`, oldest first
 */
export function lineChart({ title, value, limit, bad, format = count, axis = format, testid }) {
  const readout = h("span", { class: "num" });
  const svg = s("svg", { role: "img", "aria-label": title });
  const behind = h("div", {});
  const details = h("details", { ontoggle: () => tell() }, h("summary", {}, "Table", h("span", { class: "sr" }, ` of ${title.toLowerCase()}`)), behind);
  const quiet = h("div", { class: "quiet" }, "No figures yet");
  const node = h("figure", { class: bad ? "chart bad" : "chart", "data-testid": testid }, h("figcaption", {}, h("span", {}, title), readout), quiet, svg, details);
  let points = [];
  let pointed = /** @type {number|null} */ (null);

  /** The stretch of time that the chart shows. */
  const span = () => {
    const untilMs = points[points.length - 1].at_ms;
    return { fromMs: Math.min(points[0].at_ms, untilMs - SPAN_MS), untilMs };
  };

  function draw() {
    const width = Math.max(svg.clientWidth, 160);
    const { fromMs, untilMs } = span();
    const values = points.map(value);
    const limits = limit ? points.map(limit.value) : [];
    const top = roundUp(Math.max(0, ...values.map(Number), ...limits.map(Number)));
    const floor = HEIGHT - BOTTOM;
    const x = (atMs) => LEFT + ((atMs - fromMs) / (untilMs - fromMs)) * (width - LEFT - RIGHT);
    const y = (n) => (n === null ? null : TOP + (1 - n / top) * (floor - TOP));
    const at = (list) => points.map((point, i) => /** @type {[number, number|null]} */ ([x(point.at_ms), y(list[i])]));
    const chosen = pointed ?? points.length - 1;
    const [chosenX, level] = at(values)[chosen];
    node.classList.toggle("calm", Boolean(bad) && values.every((n) => !n));
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    fill(
      svg,
      [0, top / 2, top].map((n) => [
        s("line", { class: "rule", x1: LEFT, x2: width, y1: y(n), y2: y(n) }),
        s("text", { x: LEFT - 6, y: Number(y(n)) + 3.5, "text-anchor": "end" }, axis(n)),
      ]),
      s("text", { x: LEFT, y: HEIGHT - 2 }, timeOfDay(fromMs, false)),
      s("text", { x: width - 2, y: HEIGHT - 2, "text-anchor": "end" }, timeOfDay(untilMs, false)),
      s("path", { class: "area", d: areaOf(at(values), floor) }),
      limit && s("path", { class: "limit", d: pathOf(at(limits)) }),
      s("path", { class: "line", d: pathOf(at(values)) }),
      pointed !== null && s("line", { class: "cross", x1: chosenX, x2: chosenX, y1: TOP, y2: floor }),
      level !== null && s("circle", { class: "dot", cx: chosenX, cy: level, r: 3 }),
    );
    const capped = limit && limits[chosen] !== null ? `, ${limit.name} ${format(Number(limits[chosen]))}` : "";
    const now = `${shown(values[chosen])}${capped}`;
    say(readout, pointed === null ? now : `${timeOfDay(points[chosen].at_ms)} · ${now}`);
    svg.setAttribute("aria-label", `${title}: now ${now}; highest ${format(Math.max(0, ...values.map(Number)))} since ${timeOfDay(points[0].at_ms, false)}.`);
  }

  const shown = (n) => (n === null ? "unknown" : format(n));

  function tell() {
    if (!details.open) return;
    const rows = points.filter((_, i) => (points.length - 1 - i) % TABLE_STEP === 0).reverse();
    const columns = [{ name: "Time", show: (point) => timeOfDay(point.at_ms) }, { name: title, right: true, show: (point) => shown(value(point)) }];
    if (limit) columns.push({ name: limit.name, right: true, show: (point) => shown(limit.value(point)) });
    fill(behind, table({ caption: `${title}, every 30 seconds`, silent: true, columns, rows }));
  }

  function point(event) {
    if (!points.length) return;
    const { left, width } = svg.getBoundingClientRect();
    const { fromMs, untilMs } = span();
    const atMs = fromMs + ((event.clientX - left - LEFT) / (width - LEFT - RIGHT)) * (untilMs - fromMs);
    const away = (i) => Math.abs(points[i].at_ms - atMs);
    pointed = points.reduce((best, _, i) => (away(i) < away(best) ? i : best), 0);
    draw();
  }
  svg.addEventListener("pointermove", point);
  svg.addEventListener("pointerleave", () => {
    pointed = null;
    if (points.length) draw();
  });

  return {
    node,
    update(next) {
      points = next;
      quiet.hidden = points.length > 0;
      svg.toggleAttribute("hidden", points.length === 0);
      if (!points.length) return;
      if (pointed !== null && pointed >= points.length) pointed = null;
      draw();
      // Rows that somebody reads or selects do not move under their eyes.
      if (!details.contains(document.activeElement)) tell();
    },
  };
}
