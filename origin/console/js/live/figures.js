import { h, say } from "/console/js/dom.js";
import { count, price, several, share } from "/console/js/money.js";

/** What each figure shows: its name, its value, and a note under it. */
const FIGURES = [
  { id: "waiting", name: "Waiting", value: (live) => count(live.waiting), note: (live) => (live.joined == null ? "" : `${count(live.joined)} joined`) },
  { id: "called", name: "Called", value: (live) => count(live.called), note: () => "places so far" },
  { id: "active", name: "Inside", value: (live) => count(live.active), of: (live) => ` / ${count(live.cap_in_force ?? live.cap)}`, note: (live) => (live.cap_in_force != null && live.cap_in_force !== live.cap ? `cap ${count(live.cap)}, ${count(live.cap_in_force)} in force` : "of the cap") },
  { id: "holds", name: "Holds", value: (live) => count(live.holds), note: (live) => (live.seats.held == null ? "" : several(live.seats.held, "seat", "seats")) },
  { id: "sold", name: "Sold", value: (live) => count(live.seats.sold), of: (live) => ` / ${count(live.seats.total)}`, note: (live) => share(live.seats.sold, live.seats.total) },
  { id: "revenue", name: "Revenue", long: true, value: (live) => price(live.revenue), note: (live) => several(live.orders.confirmed, "order paid", "orders paid") },
];

/** The row of figures. @returns {{node: HTMLElement, update: (live: any) => void}} */
export function figures() {
  const parts = FIGURES.map((figure) => ({ figure, value: h("span", { "data-testid": `live-${figure.id}` }), of: h("small", {}), note: h("dd", { class: "note" }) }));
  const node = h("dl", { class: "figures" }, parts.map(({ figure, value, of, note }) => h("div", {}, h("dt", {}, figure.name), h("dd", { class: figure.long && "long" }, value, figure.of && of), note)));
  return {
    node,
    update(live) {
      for (const { figure, value, of, note } of parts) {
        say(value, figure.value(live));
        if (figure.of) say(of, figure.of(live));
        say(note, figure.note(live));
      }
    },
  };
}
