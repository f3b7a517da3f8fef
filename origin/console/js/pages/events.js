import { catalog, named } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { count } from "/console/js/money.js";
import { empty, head } from "/console/js/parts/head.js";
import { table } from "/console/js/parts/table.js";
import { date } from "/console/js/time.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function events({ main, signal }) {
  const { events: all, performances } = await catalog(signal);
  const of = (event) => performances.filter((one) => one.event.id === event.id);
  const next = (event) => of(event).filter(({ starts_at }) => Date.parse(starts_at) > Date.now()).sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))[0];
  const make = h("a", { class: "button primary", href: "#/events/new" }, "New event");
  fill(
    main,
    head({ title: "Events", about: `${count(all.length)} events, ${count(performances.length)} performances`, actions: make }),
    all.length
      ? table({
          caption: "Events, newest first",
          silent: true,
          rows: all,
          columns: [
            { name: "Event", show: (event) => [h("a", { href: `#/events/${event.id}` }, named(event, "title")), h("div", { class: "small muted", lang: "ko" }, event.title)] },
            { name: "Performances", right: true, show: (event) => count(of(event).length) },
            { name: "Drafts", right: true, show: (event) => count(of(event).filter(({ published_at }) => !published_at).length) },
            { name: "Next", show: (event) => (next(event) ? date(next(event).starts_at, next(event).venue.timezone) : "–") },
          ],
        })
      : empty("No event has been entered yet.", h("a", { class: "button", href: "#/events/new" }, "Enter the first")),
  );
}
