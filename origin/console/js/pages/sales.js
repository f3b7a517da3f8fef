import { get } from "/console/js/api.js";
import { catalog, named } from "/console/js/data/catalog.js";
import { opensAt, phaseOf } from "/console/js/data/sale-phase.js";
import { fill, h } from "/console/js/dom.js";
import { count, price, share } from "/console/js/money.js";
import { empty, head } from "/console/js/parts/head.js";
import { meter } from "/console/js/parts/meter.js";
import { chip } from "/console/js/parts/states.js";
import { table } from "/console/js/parts/table.js";
import { date, fromNow } from "/console/js/time.js";

const REFRESH_MS = 5_000;
/** So many sales on sale at once are asked for their figures. */
const LIVE_MAX = 20;

/** @param {import("/console/js/router.js").Place} place */
export default async function sales({ main, signal }) {
  const { performances } = await catalog(signal);
  const now = Date.now();
  const rows = performances.filter(({ sale }) => sale).map((performance) => ({ ...performance, phase: phaseOf(performance.sale, now) }));
  const byOpening = (a, b) => opensAt(a.sale) - opensAt(b.sale);
  const running = rows.filter(({ phase }) => ["lobby", "presale", "open"].includes(phase)).sort(byOpening);
  const coming = rows.filter(({ phase }) => phase === "upcoming").sort(byOpening);
  const past = rows.filter(({ phase }) => phase === "closed").sort((a, b) => byOpening(b, a));
  const figures = new Map();
  const place = h("div", {});

  const nameOf = (row) => [h("a", { href: `#/sales/${row.sale.id}`, "data-testid": "sale-link" }, named(row.event, "title")), h("div", { class: "small muted" }, named(row.venue), " · ", date(row.starts_at, row.venue.timezone))];
  const stateOf = (row) => [chip(row.sale.mode === "paused" ? "paused" : row.phase), !row.published_at && [" ", chip("draft")]];
  const common = { name: "Performance", show: nameOf };
  const state = { name: "State", show: stateOf };
  const live = (id) => figures.get(id);

  function showRunning() {
    fill(
      place,
      running.length
        ? table({
            caption: "On sale now",
            testid: "sales-live",
            rows: running,
            columns: [
              common,
              state,
              { name: "Waiting", right: true, show: ({ sale }) => count(live(sale.id)?.waiting) },
              { name: "Inside / cap", right: true, show: ({ sale }) => `${count(live(sale.id)?.active)} / ${count(live(sale.id)?.cap ?? sale.cap)}` },
              { name: "Sold", right: true, show: ({ sale, seats }) => [`${count(live(sale.id)?.seats.sold)} / ${count(seats)}`, live(sale.id) && meter(live(sale.id).seats.sold, seats, share(live(sale.id).seats.sold, seats))] },
              { name: "Revenue", right: true, show: ({ sale }) => price(live(sale.id)?.revenue) },
              { name: "Closes", right: true, show: ({ sale }) => fromNow(Date.parse(sale.closes_at) - Date.now()) },
            ],
          })
        : empty("Nothing is on sale right now."),
    );
  }

  async function refresh() {
    await Promise.all(
      running.slice(0, LIVE_MAX).map(async ({ sale }) => {
        const one = await get(`/sales/${sale.id}/live`, { signal, tries: 1 }).catch(() => null);
        if (one) figures.set(sale.id, one);
      }),
    );
    // A table that changes under a reader's hands would take the focus away.
    if (!signal.aborted && !place.contains(document.activeElement)) showRunning();
  }

  showRunning();
  fill(
    main,
    head({ title: "Sales", about: `${count(running.length)} on sale, ${count(coming.length)} to come, ${count(past.length)} past`, actions: h("a", { class: "button primary", href: "#/sales/new" }, "New on-sale") }),
    h(
      "div",
      { class: "stack loose" },
      place,
      coming.length > 0 &&
        table({
          caption: "Upcoming",
          testid: "sales-upcoming",
          rows: coming,
          columns: [
            common,
            state,
            { name: "Opens", show: ({ sale, venue }) => [date(sale.presale?.opens_at ?? sale.general_opens_at, venue.timezone), h("div", { class: "small muted" }, fromNow(opensAt(sale) - now), sale.presale && ", presale first")] },
            { name: "Cap", right: true, show: ({ sale }) => count(sale.cap) },
            { name: "Seats", right: true, show: ({ seats }) => count(seats) },
            { name: "Before it opens", show: ({ sale }) => h("a", { href: `#/sales/${sale.id}/readiness` }, "Readiness") },
          ],
        }),
      past.length > 0 &&
        table({
          caption: "Past",
          rows: past,
          columns: [common, { name: "Closed", show: ({ sale, venue }) => date(sale.closes_at, venue.timezone) }, { name: "Seats", right: true, show: ({ seats }) => count(seats) }, { name: "Orders", right: true, show: ({ sale }) => h("a", { href: `#/orders?sale=${sale.id}` }, "Orders") }],
        }),
    ),
  );
  refresh();
  const timer = setInterval(() => document.hidden || refresh(), REFRESH_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
}
