import { call } from "/console/js/api.js";
import { fill, h } from "/console/js/dom.js";
import { form } from "/console/js/form/form.js";
import { namesOf, venueNames, zoneField } from "/console/js/form/venue-fields.js";
import { count } from "/console/js/money.js";
import { empty, head } from "/console/js/parts/head.js";
import { loading } from "/console/js/parts/loading.js";
import { notice } from "/console/js/parts/notice.js";
import { toast } from "/console/js/parts/toast.js";
import { drawPlan, seatsIn } from "/console/js/plan/draw.js";
import { gridEditor } from "/console/js/plan/grid-editor.js";
import { writtenOut } from "/console/js/plan/grid-layout.js";
import { sectionsTable } from "/console/js/plan/sections-table.js";
import { keepGrades } from "/console/js/plan/table-grades.js";
import { sourceReader } from "/console/js/plan/source-reader.js";
import { go } from "/console/js/router.js";

const WAYS = [["grid", "Grid"], ["csv", "CSV"], ["svg", "SVG"]];
const WARNINGS_SHOWN = 20;

/** @param {import("/console/js/router.js").Place} place */
export default async function newVenue({ main }) {
  /** Which rows have which grade, as the table says; a venue keeps none, its first performance asks for them. */
  let graded = [];
  const preview = h("div", { class: "stack", "aria-live": "polite" });
  const told = { reading: () => fill(preview, loading("Reading the plan")), read: showRead, refused: (problem) => problem.needsSignIn || fill(preview, notice(problem)), encoding: (name) => toast(`The file was read as ${name}.`) };
  const grid = gridEditor(() => way() === "grid" && showGrid());
  const sources = { csv: sourceReader("csv", told), svg: sourceReader("svg", told) };
  const bodies = { grid: grid.node, csv: sources.csv.node, svg: sources.svg.node };
  const choice = h("div", { class: "choice", role: "radiogroup", "aria-label": "Where the plan comes from" }, WAYS.map(([value, name]) => h("label", {}, h("input", { type: "radio", name: "way", value, checked: value === "grid", onchange: turn }), name)));
  const way = () => /** @type {"grid"|"csv"|"svg"} */ (choice.querySelector(":checked")?.getAttribute("value") ?? "grid");

  /** Shows the chosen way; the others' controls are neither asked for nor sent. */
  function turn() {
    for (const [name, body] of Object.entries(bodies)) {
      body.hidden = name !== way();
      for (const control of body.querySelectorAll("input, textarea")) control.disabled = body.hidden;
    }
    if (way() === "grid") showGrid();
    else sources[way()].again();
  }

  function showGrid() {
    const plan = grid.plan();
    if (plan) showPlan(writtenOut(plan), []);
  }

  function showRead(read) {
    graded = read?.grades ?? [];
    if (read) showPlan(read, read.warnings);
    else fill(preview, empty("The plan shows here as soon as there is one to read."));
  }

  function showPlan(plan, warnings) {
    const seats = seatsIn(plan);
    fill(
      preview,
      h("p", {}, h("span", { class: "strong num", "data-testid": "preview-seats" }, count(seats)), " seats in ", h("span", { class: "num" }, count(plan.sections.length)), plan.sections.length === 1 ? " section" : " sections"),
      warnings.length > 0 &&
        h("div", { class: "notice warn", "data-testid": "plan-warnings" }, h("p", { class: "strong" }, warnings.length === 1 ? "One thing to look at" : `${count(warnings.length)} things to look at`), h("ul", {}, warnings.slice(0, WARNINGS_SHOWN).map((one) => h("li", {}, one))), warnings.length > WARNINGS_SHOWN && h("p", {}, `and ${count(warnings.length - WARNINGS_SHOWN)} more`)),
      drawPlan(plan, { label: `Preview of the plan: ${count(seats)} seats in ${count(plan.sections.length)} sections. The table lists them.` }).node,
      h("details", {}, h("summary", {}, "Sections as a table"), h("div", { class: "plan-scroll" }, sectionsTable(plan))),
    );
  }

  const node = form({
    draft: "venue-new",
    fields: h(
      "div",
      { class: "stack" },
      h("div", { class: "columns" }, h("div", { class: "panel fields" }, venueNames({}), zoneField()), h("section", { class: "panel", "aria-label": "Preview" }, h("h2", {}, "Preview"), preview)),
      h("fieldset", { class: "panel" }, h("legend", { class: "sr" }, "Plan"), h("div", { class: "stack tight" }, h("p", { class: "strong" }, "Plan"), choice, Object.values(bodies))),
    ),
    label: "Save the venue",
    testid: "save-venue",
    cancel: "#/venues",
    extra: grid,
    send(values, key) {
      const plan = way() === "grid" ? grid.plan() : { plan: sources[way()].plan() };
      const body = { ...namesOf(values), timezone: values.timezone, ...plan };
      return call("POST", "/venues", { body, key: key(body) });
    },
    done(venue) {
      if (way() !== "grid") keepGrades(venue.id, graded);
      toast("The venue is entered. Its plan is fixed from now on.");
      go(`#/venues/${venue.id}`);
    },
  });
  turn();
  fill(
    main,
    head({ title: "New venue", about: "The plan is fixed once it is saved: look at the preview first.", crumbs: [["Venues", "#/venues"]] }),
    node,
  );
}
