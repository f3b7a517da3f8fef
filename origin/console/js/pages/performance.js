import { call, get } from "/console/js/api.js";
import { all, named, performanceInFull } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { change } from "/console/js/form/change.js";
import { number, when } from "/console/js/form/fields.js";
import { form } from "/console/js/form/form.js";
import { deleteButton, duplicateForm, offSaleForm, repaintForm } from "/console/js/form/performance-acts.js";
import { pricesTable } from "/console/js/form/prices-table.js";
import { count } from "/console/js/money.js";
import { confirm } from "/console/js/parts/confirm.js";
import { head } from "/console/js/parts/head.js";
import { notice } from "/console/js/parts/notice.js";
import { chip } from "/console/js/parts/states.js";
import { facts } from "/console/js/parts/table.js";
import { toast } from "/console/js/parts/toast.js";
import { drawPlan } from "/console/js/plan/draw.js";
import { go } from "/console/js/router.js";
import { date, fieldOf, momentOf } from "/console/js/time.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function performancePage({ main, params, signal }) {
  const id = params.performance;
  const [{ performance, event, venue }, sales, graded] = await Promise.all([performanceInFull(id, signal), all("/sales", signal), gradedPlan(id, signal)]);
  const sale = sales.find((one) => one.performance === id);
  const zone = venue.timezone;
  const trouble = h("div", {});
  const again = () => go(`#/performances/${id}`);

  async function publish() {
    const yes = await confirm({ title: "Publish this performance?", text: "Buyers see it on the site from now on. It can be taken off sale later, and is no draft any more.", yes: "Publish" });
    if (!yes) return;
    try {
      await call("POST", `/performances/${id}/publish`);
      toast("Published: buyers see it now.");
      again();
    } catch (problem) {
      if (!problem.needsSignIn) fill(trouble, notice(problem));
    }
  }

  const performanceOf = (values) => ({ ...values, starts_at: momentOf(values.starts_at, zone), doors_at: momentOf(values.doors_at, zone) });
  const node = form({
    draft: `performance-${id}`,
    fields: h(
      "div",
      { class: "fields" },
      when({ name: "starts_at", label: "Starts", hint: `In ${zone}`, value: fieldOf(performance.starts_at, zone) }),
      when({ name: "doors_at", label: "Doors open", hint: `In ${zone}`, optional: true, value: fieldOf(performance.doors_at, zone) }),
      number({ name: "duration_min", label: "Length in minutes", min: 1, max: 2880, optional: true, value: performance.duration_min }),
      number({ name: "max_seats_per_hold", label: "Max seats per hold", min: 1, max: 10, value: performance.max_seats_per_hold }),
      number({ name: "max_seats_per_buyer", label: "Max seats per buyer", min: 1, max: 100, value: performance.max_seats_per_buyer }),
    ),
    label: "Save",
    send: (values, _, untouched) => change(`/performances/${id}`, performanceOf(untouched), performanceOf(values)),
    done() {
      toast("Performance saved.");
      again();
    },
  });

  const toSale = sale
    ? h("a", { class: "button", href: `#/sales/${sale.id}` }, "On-sale")
    : h("a", { class: "button primary", href: `#/sales/new?performance=${id}`, "data-testid": "new-sale" }, "Create the on-sale");
  const off = Boolean(performance.off_sale_at);
  const toPublish = (!performance.published_at || off) && sale && h("button", { type: "button", class: "button primary", onclick: publish, "data-testid": "publish" }, off ? "Put back on sale" : "Publish");
  const toDelete = !performance.published_at && deleteButton(`/performances/${id}`, { what: "draft", then: `#/events/${event.id}`, trouble });
  const next = off
    ? h("p", { class: "notice warn" }, `Off sale since ${date(performance.off_sale_at, zone)}: ${performance.off_sale_reason ?? ""}`)
    : performance.published_at ? null : h("p", { class: "notice warn" }, sale ? "A draft: buyers do not see it until it is published." : "A draft: it needs an on-sale before it can be published.");

  fill(
    main,
    head({ title: named(event, "title"), about: [date(performance.starts_at, zone), " · ", named(venue)], crumbs: [["Events", "#/events"], [named(event, "title"), `#/events/${event.id}`]], actions: [toSale, toPublish, toDelete] }),
    h(
      "div",
      { class: "stack" },
      next,
      trouble,
      h(
        "div",
        { class: "columns" },
        h(
          "div",
          { class: "stack" },
          h(
            "section",
            { class: "panel" },
            h("h2", {}, "At a glance"),
            facts([
              ["State", chip(performance.published_at ? "published" : "draft", "performance-state")],
              ["Seats", count(performance.seats)],
              ["Venue", h("a", { href: `#/venues/${venue.id}` }, named(venue))],
              ["Published", performance.published_at && date(performance.published_at, zone)],
              ["General sale", sale && date(sale.general_opens_at, zone)],
              ["Id", h("span", { class: "mono" }, id)],
            ]),
          ),
          h("section", { class: "panel" }, h("h2", {}, "Prices"), pricesTable(performance, again)),
          h("section", { class: "panel" }, h("h2", {}, "Dates and limits"), node),
          duplicateForm(performance, zone),
          performance.published_at && !off && offSaleForm(performance, again),
        ),
        plan(graded ?? venue.seating, performance.grades, Boolean(graded)),
      ),
      !performance.published_at && graded && repaintForm(performance, graded, again),
    ),
  );
}

/** The plan with each row's grade; null where this core does not tell it. */
async function gradedPlan(id, signal) {
  try {
    const { width, height, sections } = await get(`/performances/${id}/plan`, { signal });
    return { width, height, sections: sections.map((section) => ({ ...section, rows: section.rows.map((row) => ({ ...row, seats: row.count })) })) };
  } catch (problem) {
    if (problem.status === 404) return null;
    throw problem;
  }
}

function plan(seating, grades, graded) {
  const colorOf = graded ? (_, row) => grades.find(({ code }) => code === row.grade)?.color ?? null : undefined;
  return drawPlan(seating, { label: graded ? "Plan, coloured by grade. The prices beside it name the grades." : "Plan of the venue.", colorOf }).node;
}
