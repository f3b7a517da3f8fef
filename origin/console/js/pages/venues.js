import { all, named } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { count } from "/console/js/money.js";
import { empty, head } from "/console/js/parts/head.js";
import { table } from "/console/js/parts/table.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function venues({ main, signal }) {
  const list = await all("/venues", signal);
  fill(
    main,
    head({ title: "Venues", about: `${count(list.length)} venues`, actions: h("a", { class: "button primary", href: "#/venues/new" }, "New venue") }),
    list.length
      ? table({
          caption: "Venues, newest first",
          silent: true,
          rows: list,
          columns: [
            { name: "Venue", show: (venue) => [h("a", { href: `#/venues/${venue.id}` }, named(venue)), h("div", { class: "small muted", lang: "ko" }, venue.name)] },
            { name: "City", show: (venue) => venue.city },
            { name: "Time zone", show: (venue) => venue.timezone },
          ],
        })
      : empty("No venue has been entered yet.", h("a", { class: "button", href: "#/venues/new" }, "Enter the first")),
  );
}
