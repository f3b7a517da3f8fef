import { get } from "/console/js/api.js";
import { catalog, named } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { change } from "/console/js/form/change.js";
import { eventFields, eventOf } from "/console/js/form/event-fields.js";
import { form } from "/console/js/form/form.js";
import { deleteButton } from "/console/js/form/performance-acts.js";
import { count } from "/console/js/money.js";
import { empty, head } from "/console/js/parts/head.js";
import { chip } from "/console/js/parts/states.js";
import { table } from "/console/js/parts/table.js";
import { toast } from "/console/js/parts/toast.js";
import { go } from "/console/js/router.js";
import { date } from "/console/js/time.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function eventPage({ main, params, signal }) {
  const [event, { performances }] = await Promise.all([get(`/events/${params.event}`, { signal }), catalog(signal)]);
  const rows = performances.filter((one) => one.event.id === event.id).sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
  const add = h("a", { class: "button primary", href: `#/performances/new?event=${event.id}`, "data-testid": "new-performance" }, "New performance");
  const node = form({
    draft: `event-${event.id}`,
    fields: eventFields(event),
    label: "Save",
    testid: "save-event",
    send: (values, _, untouched) => change(`/events/${event.id}`, eventOf(untouched), eventOf(values)),
    done() {
      toast("Event saved.");
      go(`#/events/${event.id}`);
    },
  });
  const trouble = h("div", {});
  const toDelete = !rows.length && deleteButton(`/events/${event.id}`, { what: "event", then: "#/events", trouble });
  fill(
    main,
    head({ title: named(event, "title"), about: named(event, "summary"), crumbs: [["Events", "#/events"]], actions: [add, toDelete] }),
    h(
      "div",
      { class: "stack" },
      trouble,
      rows.length
        ? table({
            caption: "Performances",
            rows,
            columns: [
              { name: "Date", show: (one) => h("a", { href: `#/performances/${one.id}` }, date(one.starts_at, one.venue.timezone)) },
              { name: "Venue", show: (one) => named(one.venue) },
              { name: "Seats", right: true, show: (one) => count(one.seats) },
              { name: "State", show: (one) => chip(one.published_at ? "published" : "draft") },
              { name: "On-sale", show: (one) => (one.sale ? h("a", { href: `#/sales/${one.sale.id}` }, "Live view") : h("a", { href: `#/sales/new?performance=${one.id}` }, "Create")) },
            ],
          })
        : empty("This event has no date yet.", h("a", { class: "button", href: `#/performances/new?event=${event.id}` }, "Enter the first performance")),
      h("section", { class: "panel" }, h("h2", {}, "About the event"), node),
    ),
  );
}
