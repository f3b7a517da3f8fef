import { get } from "/console/js/api.js";
import { fill, h } from "/console/js/dom.js";
import { storyOf } from "/console/js/data/order-story.js";
import { refundForm } from "/console/js/form/refund.js";
import { reviewForm } from "/console/js/form/review.js";
import { price, several } from "/console/js/money.js";
import { empty, head } from "/console/js/parts/head.js";
import { chip, words } from "/console/js/parts/states.js";
import { facts, table } from "/console/js/parts/table.js";
import { date, moment } from "/console/js/time.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function orderPage({ main, params, signal }) {
  const [whole, ledger] = await Promise.all([get(`/orders/${params.order}`, { signal }), get(`/orders/${params.order}/ledger`, { signal })]);
  const { order, buyer, account, attempts = [], refunds = [] } = whole;
  const { quote, performance } = order;
  fill(
    main,
    head({
      title: ["Order ", h("span", { class: "mono" }, order.booking_number)],
      about: [chip(order.state, "order-state"), " ", price(quote.total), " · ", buyer?.email ?? account],
      crumbs: [["Orders", "#/orders"]],
      actions: h("a", { class: "button", href: `#/audit?subject=${order.id}` }, "In the audit log"),
    }),
    h(
      "div",
      { class: "stack" },
      whole.review_reason && h("p", { class: "notice warn", "data-testid": "review-reason" }, h("span", { class: "strong" }, "To be looked at: "), whole.review_reason),
      h(
        "div",
        { class: "columns" },
        h("section", { class: "panel" }, h("h2", {}, "Story"), h("ol", { class: "story", "data-testid": "story" }, storyOf(whole, ledger.entries).map(({ at, text, more, tone }) => h("li", { class: tone }, h("p", {}, text), (at || more) && h("p", { class: "small muted num" }, [at && moment(at), more].filter(Boolean).join(" · ")))))),
        h(
          "section",
          { class: "panel" },
          h("h2", {}, "Who and what"),
          facts([
            ["Buyer", buyer ? [buyer.name, h("div", {}, h("a", { href: `#/orders?q=${encodeURIComponent(buyer.email)}` }, buyer.email))] : h("span", { class: "mono" }, account)],
            ["Account", h("span", { class: "mono" }, account)],
            ["Performance", [h("a", { href: `#/performances/${performance.id}` }, performance.title_en || performance.title), h("div", { class: "small muted" }, performance.venue, " · ", date(performance.starts_at, performance.timezone))]],
            ["Order id", h("span", { class: "mono" }, order.id)],
            ["Hold", h("span", { class: "mono" }, whole.hold_id)],
            ["On-sale", h("a", { href: `#/sales/${order.sale_id}`, class: "mono" }, order.sale_id)],
            ["Made", moment(order.created_at)],
            ["To be paid by", moment(order.deadline_at)],
            ["Paid by", order.payment?.method],
            ["Receipt", order.payment?.receipt_url && h("a", { href: order.payment.receipt_url, rel: "noreferrer", target: "_blank" }, "At the provider")],
          ]),
        ),
      ),
      quoteTable(quote),
      attempts.length ? attemptsTable(attempts) : empty("Nobody has tried to pay this order."),
      refunds.length > 0 && refundsTable(refunds),
      order.tickets.length > 0 && ticketsTable(order.tickets),
      ledger.entries.length > 0 && ledgerTable(ledger.entries),
      order.state === "confirmed" && refundForm(order),
      order.state === "needs_review" && reviewForm(order),
    ),
  );
}

const quoteTable = (quote) =>
  table({
    caption: "Quote",
    testid: "quote",
    rows: quote.lines,
    columns: [
      { name: "Seat", show: ({ section, row, label }) => `${section}, row ${row}, seat ${label}` },
      { name: "Grade", show: ({ grade }) => grade },
      { name: "Price", right: true, show: (line) => price(line.price) },
      { name: "Discount", right: true, show: (line) => price(line.discount) },
      { name: "Paid", right: true, show: (line) => price(line.paid) },
    ],
    foot: [quote.coupon ? `Coupon: ${quote.coupon.name_en}. ${quote.coupon.explanation_en}` : "No coupon", quote.fees.minor ? `Fees ${price(quote.fees)}` : "", price(quote.subtotal), price(quote.discount), price(quote.total)],
  });

const attemptsTable = (rows) =>
  table({
    caption: "Attempts at paying",
    testid: "attempts",
    rows,
    columns: [
      { name: "Attempt", show: (one) => [h("span", { class: "mono" }, one.provider_order_id), one.payment_key && h("div", { class: "small muted" }, h("span", { class: "mono" }, one.payment_key))] },
      { name: "State", show: (one) => chip(one.state) },
      { name: "Started", show: (one) => moment(one.created_at) },
      { name: "Approved", show: (one) => moment(one.approved_at) },
      { name: "Said", show: (one) => (one.failure_code ? [h("span", { class: "mono" }, one.failure_code), h("div", { class: "small muted" }, one.failure_message)] : "–") },
      { name: "Amount", right: true, show: (one) => price(one.amount) },
    ],
  });

const ASKED = { buyer: "the buyer", staff: "staff", seat_lost: "the shop: the seat was lost", provider: "somebody at the provider" };

const refundsTable = (rows) =>
  table({
    caption: "Refunds",
    rows,
    columns: [
      { name: "Refund", show: (one) => h("span", { class: "mono" }, one.id) },
      { name: "State", show: (one) => chip(one.state) },
      { name: "Why", show: (one) => [one.reason, h("div", { class: "small muted" }, `Asked by ${ASKED[one.source] ?? one.source}`, one.failure_code && [" · ", h("span", { class: "mono" }, one.failure_code)])] },
      { name: "Asked", show: (one) => moment(one.requested_at) },
      { name: "Done", show: (one) => moment(one.done_at) },
      { name: "Amount", right: true, show: (one) => price(one.amount) },
    ],
  });

const ticketsTable = (rows) =>
  table({
    caption: "Tickets",
    rows,
    columns: [
      { name: "Ticket", show: (one) => h("span", { class: "mono" }, one.id) },
      { name: "Seat", show: ({ section, row, label }) => `${section}, row ${row}, seat ${label}` },
      { name: "State", show: (one) => chip(one.state) },
    ],
  });

const ledgerTable = (entries) =>
  table({
    caption: "Ledger",
    testid: "ledger",
    rows: entries.flatMap((entry) => entry.lines.map((line) => ({ entry, line }))),
    columns: [
      { name: "Booked", show: ({ entry }) => `${entry.booked_on}, ${entry.kind}` },
      { name: "Account", show: ({ line }) => words(line.account) },
      { name: "Debit", right: true, show: ({ line }) => (line.debit ? price({ minor: line.debit, currency: line.currency }) : "") },
      { name: "Credit", right: true, show: ({ line }) => (line.credit ? price({ minor: line.credit, currency: line.currency }) : "") },
    ],
    foot: [several(entries.length, "booking", "bookings"), "", sums(entries, "debit"), sums(entries, "credit")],
  });

const sums = (entries, side) => {
  const lines = entries.flatMap((entry) => entry.lines);
  return price({ minor: lines.reduce((sum, line) => sum + line[side], 0), currency: lines[0].currency });
};
