import { lineChart } from "/console/js/charts/line-chart.js";
import { h } from "/console/js/dom.js";
import { price, shortPrice } from "/console/js/money.js";

/** The charts of a sale, and one way to feed them all. @returns {{node: HTMLElement, update: (live: any) => void}} */
export function charts() {
  let currency = "KRW";
  const all = [
    lineChart({ title: "Waiting", value: (point) => point.waiting, testid: "chart-waiting" }),
    lineChart({ title: "Inside", value: (point) => point.active, limit: { name: "cap", value: (point) => point.cap }, testid: "chart-inside" }),
    lineChart({ title: "Holds", value: (point) => point.holds, testid: "chart-holds" }),
    lineChart({ title: "Orders a minute", value: (point) => point.orders_per_min, testid: "chart-orders" }),
    lineChart({ title: "Revenue", value: (point) => point.revenue_minor, format: (n) => price({ minor: n, currency }), axis: (n) => shortPrice(n, currency), testid: "chart-revenue" }),
    lineChart({ title: "Server errors", value: (point) => point.errors, bad: true, testid: "chart-errors" }),
  ];
  return {
    node: h("div", { class: "charts" }, all.map(({ node }) => node)),
    update(live) {
      currency = live.revenue.currency;
      for (const chart of all) chart.update(live.history);
    },
  };
}
