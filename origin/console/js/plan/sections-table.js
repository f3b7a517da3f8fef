import { named } from "/console/js/data/catalog.js";
import { count } from "/console/js/money.js";
import { table } from "/console/js/parts/table.js";
import { rowsOf, seatsIn, seatsOf } from "/console/js/plan/draw.js";

/** The plan in words: what the drawing shows, section by section. @param {{sections: any[]}} plan @param {string} [testid] */
export function sectionsTable(plan, testid) {
  return table({
    caption: "Sections of the plan",
    silent: true,
    testid,
    columns: [
      { name: "Section", show: (section) => section.code },
      { name: "Name", show: (section) => named(section) },
      { name: "Rows", right: true, show: (section) => count(rowsOf(section).length) },
      { name: "Seats", right: true, show: (section) => count(seatsOf(section)) },
    ],
    rows: plan.sections,
    foot: ["Total", "", count(plan.sections.reduce((sum, section) => sum + rowsOf(section).length, 0)), count(seatsIn(plan))],
  });
}
