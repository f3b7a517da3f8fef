import { get } from "/console/js/api.js";
import { catalog, named } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { input, select } from "/console/js/form/fields.js";
import { read } from "/console/js/form/form.js";
import { price } from "/console/js/money.js";
import { empty, head } from "/console/js/parts/head.js";
import { pages } from "/console/js/parts/more.js";
import { chip, words } from "/console/js/parts/states.js";
import { table } from "/console/js/parts/table.js";
import { go } from "/console/js/router.js";
import { date, moment } from "/console/js/time.js";

const STATES = ["awaiting_payment", "confirming", "awaiting_deposit", "confirmed", "partially_refunded", "refunded", "expired", "cancelled", "needs_review"];

/** @param {import("/console/js/router.js").Place} place */
export default async function orders({ main, query, signal }) {
  const wanted = new URLSearchParams([...query].filter(([name, value]) => ["q", "state", "sale"].includes(name) && value));
  const path = (cursor) => `/orders?${new URLSearchParams([...wanted, ...(cursor ? [["cursor", cursor]] : [])])}`;
  const [first, { performances }] = await Promise.all([get(path(""), { signal }), catalog(signal)]);
  const search = h(
    "form",
    { class: "search panel", role: "search", onsubmit: find },
    input({ name: "q", label: "Search orders", hint: "Booking number, name, part of an e-mail address, seat (A 1 2), order, hold, ticket or ticket code, Toss order id or payment key", optional: true, type: "search", value: wanted.get("q") }),
    select({ name: "state", label: "State", slim: true, optional: true, options: [["", "Any"], ...STATES.map((state) => [state, words(state)])], value: wanted.get("state") ?? "" }),
    select({ name: "sale", label: "On-sale", slim: true, optional: true, options: [["", "Any"], ...performances.filter(({ sale }) => sale).map((one) => [one.sale.id, `${named(one.event, "title")} · ${date(one.starts_at, one.venue.timezone)}`])], value: wanted.get("sale") ?? "" }),
    h("button", { class: "button primary", "data-testid": "find-orders" }, "Find"),
  );

  function find(event) {
    event.preventDefault();
    const asked = Object.entries(read(search)).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
    const [name, value] = asked[0] ?? [];
    // An order's own id leads straight to it.
    go(name === "q" && /^ord_\w+$/.test(value) ? `#/orders/${value}` : `#/orders?${new URLSearchParams(asked)}`);
  }

  const filtered = wanted.size > 0;
  const list = first.items.length
    ? pages(first, { next: (cursor) => get(path(cursor), { signal }), show: ordersTable })
    : empty(filtered ? "No order matches. Names and e-mail addresses may be given in part; everything else whole." : "Nobody has ordered yet.");
  fill(main, head({ title: "Orders", about: filtered ? "Search results, newest first." : "All orders, newest first." }), h("div", { class: "stack" }, search, list));
  if (!filtered) search.querySelector("input")?.focus();
}

const ordersTable = (rows) =>
  table({
    caption: "Orders, newest first",
    silent: true,
    testid: "orders",
    rows,
    columns: [
      { name: "Order", show: ({ order }) => h("a", { href: `#/orders/${order.id}`, class: "mono nowrap", "data-testid": "order-link" }, order.booking_number) },
      { name: "Made", show: ({ order }) => h("span", { class: "nowrap" }, moment(order.created_at)) },
      { name: "Buyer", show: ({ buyer, account }) => (buyer?.email ? [buyer.email, h("div", { class: "small muted" }, buyer.name)] : h("span", { class: "mono" }, shortId(account))) },
      { name: "Performance", show: ({ order }) => [order.performance.title_en || order.performance.title, h("div", { class: "small muted" }, date(order.performance.starts_at, order.performance.timezone))] },
      { name: "Seats", show: ({ order }) => seats(order.quote.lines) },
      { name: "Total", right: true, show: ({ order }) => price(order.quote.total) },
      { name: "State", show: ({ order }) => chip(order.state) },
    ],
  });

const seats = (lines) => lines.map(({ section, row, label }) => `${section}-${row}-${label}`).join(", ");
// The end of a time-ordered id is the part that differs.
const shortId = (id) => `${id.slice(0, 4)}…${id.slice(-8)}`;
