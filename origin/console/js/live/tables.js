import { fill, h } from "/console/js/dom.js";
import { count } from "/console/js/money.js";
import { chip, words } from "/console/js/parts/states.js";
import { table } from "/console/js/parts/table.js";

const ORDER_STATES = ["awaiting_payment", "confirming", "awaiting_deposit", "confirmed", "partially_refunded", "refunded", "expired", "cancelled", "needs_review"];
const SEAT_STATES = ["free", "held", "reserved", "sold", "blocked"];
const ERROR_ROWS = 8;

/** Orders by state, seats by state, errors by code. @param {string} sale @returns {{node: HTMLElement, update: (live: any) => void}} */
export function tables(sale) {
  const [orders, seats, errors] = [h("div", {}), h("div", {}), h("div", {})];
  return {
    node: h("div", { class: "charts" }, orders, seats, errors),
    update(live) {
      const orderRows = ORDER_STATES.filter((state) => state in live.orders);
      fill(orders, table({
        caption: "Orders",
        testid: "live-orders",
        columns: [
          { name: "State", show: (state) => (live.orders[state] ? h("a", { href: `#/orders?sale=${sale}&state=${state}` }, chip(state)) : h("span", { class: "muted" }, words(state))) },
          { name: "Orders", right: true, show: (state) => h("span", { "data-testid": `orders-${state}` }, count(live.orders[state])) },
        ],
        rows: orderRows,
      }));
      fill(seats, table({
        caption: "Seats",
        columns: [{ name: "State", show: words }, { name: "Seats", right: true, show: (state) => count(live.seats[state]) }],
        rows: SEAT_STATES,
        foot: ["Total", count(live.seats.total)],
      }));
      const codes = live.errors.codes ?? [];
      fill(errors, table({
        caption: "Errors of the whole core, last minute",
        columns: [{ name: "Code", show: (one) => h("span", { class: "mono" }, one.code) }, { name: "Status", right: true, show: (one) => one.status }, { name: "Answers", right: true, show: (one) => count(one.count) }],
        rows: codes.slice(0, ERROR_ROWS),
        foot: [`${count(live.errors.client)} refusals, ${count(live.errors.server)} failures`, "", count(live.errors.client + live.errors.server)],
      }));
    },
  };
}
