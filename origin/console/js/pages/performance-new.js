import { call, get } from "/console/js/api.js";
import { all, named } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { number, select, when } from "/console/js/form/fields.js";
import { form } from "/console/js/form/form.js";
import { empty, head } from "/console/js/parts/head.js";
import { toast } from "/console/js/parts/toast.js";
import { gradeEditor } from "/console/js/plan/grade-editor.js";
import { rulesOf } from "/console/js/plan/grade-rules.js";
import { keptGrades } from "/console/js/plan/table-grades.js";
import { painter } from "/console/js/plan/painter.js";
import { go } from "/console/js/router.js";
import { momentOf } from "/console/js/time.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function newPerformance({ main, query, signal }) {
  const [events, venues] = await Promise.all([all("/events", signal), all("/venues", signal)]);
  const top = head({ title: "New performance", about: "One date of an event. Its seats are laid out at once and fixed from then on; prices may change later.", crumbs: [["Events", "#/events"]] });
  if (!events.length) return void fill(main, top, empty("Enter the event first.", h("a", { class: "button", href: "#/events/new" }, "New event")));
  if (!venues.length) return void fill(main, top, empty("Enter the venue first.", h("a", { class: "button", href: "#/venues/new" }, "New venue")));
  const chosen = (list, id) => list.find((one) => one.id === id) ?? list[0];
  const event = chosen(events, query.get("event"));
  const venue = await get(`/venues/${chosen(venues, query.get("venue")).id}`, { signal });
  const zone = venue.timezone;

  const grades = gradeEditor(() => paint.refresh());
  const paint = painter(venue.seating, { grades: grades.read, changed: () => {} });
  const kept = keptGrades(venue);
  if (kept) {
    const known = grades.read();
    const like = (code, i) => known.find((grade) => grade.code === code) ?? { ...known[Math.min(i, known.length - 1)], code, name: /석$/.test(code) ? code : `${code}석`, name_en: code };
    grades.restore(kept.codes.map(like));
    paint.restore(kept.painted);
  }
  const venuePick = select({ name: "venue", label: "Venue", options: venues.map((one) => [one.id, `${named(one)} · ${one.city}`]), value: venue.id });
  const eventPick = select({ name: "event", label: "Event", options: events.map((one) => [one.id, named(one, "title")]), value: event.id });
  // Another venue has another plan and zone: the page is built anew for it.
  for (const pick of [venuePick, eventPick]) pick.querySelector("select").addEventListener("change", (change) => change.isTrusted && go(`#/performances/new?event=${eventPick.querySelector("select").value}&venue=${venuePick.querySelector("select").value}`));

  const node = form({
    draft: `performance-new-${event.id}-${venue.id}`,
    fields: h(
      "div",
      { class: "stack loose" },
      h(
        "div",
        { class: "fields" },
        eventPick,
        venuePick,
        when({ name: "starts_at", label: "Starts", hint: `In ${zone}` }),
        when({ name: "doors_at", label: "Doors open", hint: `In ${zone}`, optional: true }),
        number({ name: "duration_min", label: "Length in minutes", min: 1, max: 2880, optional: true }),
        number({ name: "max_seats_per_hold", label: "Max seats per hold", min: 1, max: 10, value: 4 }),
        number({ name: "max_seats_per_buyer", label: "Max seats per buyer", min: 1, max: 100, value: 4 }),
      ),
      h("fieldset", { class: "stack tight" }, h("legend", {}, "Grades and prices"), grades.node),
      h("fieldset", { class: "stack tight" }, h("legend", {}, "Which seats have which grade"), paint.node),
    ),
    label: "Create the performance",
    testid: "save-performance",
    cancel: `#/events/${event.id}`,
    extra: {
      read: () => ({ grades: grades.read(), painted: paint.read() }),
      restore(state) {
        grades.restore(state?.grades);
        paint.restore(state?.painted);
      },
    },
    send(values, key) {
      const body = {
        event: event.id,
        venue: venue.id,
        starts_at: momentOf(values.starts_at, zone),
        doors_at: momentOf(values.doors_at, zone),
        duration_min: values.duration_min,
        currency: "KRW",
        max_seats_per_hold: values.max_seats_per_hold,
        max_seats_per_buyer: values.max_seats_per_buyer,
        grades: grades.entered("KRW"),
        seating: rulesOf(venue.seating.sections, paint.gradeOf),
      };
      return call("POST", "/performances", { body, key: key(body) });
    },
    done(performance) {
      toast("The performance is a draft. Enter its on-sale, then publish it.");
      go(`#/performances/${performance.id}`);
    },
  });
  fill(main, top, h("div", { class: "panel" }, node));
}
