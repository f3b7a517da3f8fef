import { get } from "/console/js/api.js";
import { named } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { change } from "/console/js/form/change.js";
import { form } from "/console/js/form/form.js";
import { deleteButton } from "/console/js/form/performance-acts.js";
import { namesOf, venueNames } from "/console/js/form/venue-fields.js";
import { count } from "/console/js/money.js";
import { head } from "/console/js/parts/head.js";
import { toast } from "/console/js/parts/toast.js";
import { drawPlan, seatsIn } from "/console/js/plan/draw.js";
import { sectionsTable } from "/console/js/plan/sections-table.js";
import { go } from "/console/js/router.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function venuePage({ main, params, signal }) {
  const venue = await get(`/venues/${params.venue}`, { signal });
  const node = form({
    draft: `venue-${venue.id}`,
    fields: h(
      "div",
      { class: "fields" },
      venueNames(venue),
    ),
    label: "Save",
    send: (values, _, untouched) => change(`/venues/${venue.id}`, namesOf(untouched), namesOf(values)),
    done() {
      toast("Venue saved.");
      go(`#/venues/${venue.id}`);
    },
  });
  const { seating } = venue;
  const trouble = h("div", {});
  fill(
    main,
    head({ title: named(venue), about: [venue.city, " · ", venue.timezone, " · ", h("span", { "data-testid": "venue-seats" }, count(seatsIn(seating))), " seats"], crumbs: [["Venues", "#/venues"]], actions: deleteButton(`/venues/${venue.id}`, { what: "venue", then: "#/venues", trouble }) }),
    trouble,
    h(
      "div",
      { class: "columns side-wide" },
      h("div", { class: "stack" }, h("section", { class: "panel" }, h("h2", {}, "Names"), node), h("section", { class: "panel" }, h("h2", {}, "Sections"), h("div", { class: "plan-scroll" }, sectionsTable(seating)))),
      drawPlan(seating, { label: `Plan of ${named(venue)}: ${count(seatsIn(seating))} seats in ${count(seating.sections.length)} sections. The table lists them.` }).node,
    ),
  );
}
