import { fill, h } from "/js/dom.js";
import { lang, pick, t } from "/js/i18n.js";
import { formatMoney } from "/js/money.js";
import { seatOf } from "/js/seatmap/hall.js";
import { seatShort } from "/js/seatmap/tray.js";

/**
 * A card beside the seat that is pointed at: which one it is, what it costs, whether it can be had. Those who do not see
 * are told the same by the live region.
 * @param {import("./hall.js").Hall} hall @param {(seat: number) => string} stateOf
 */
export function seatCard(hall, stateOf) {
  const node = h("div", { class: "seat-card small", "aria-hidden": "true", "data-testid": "seat-card", hidden: true });
  /** @param {number} seat -1 for none @param {{x: number, y: number}} [at] on the map */
  const show = (seat, at) => {
    node.hidden = seat < 0;
    if (!at || seat < 0) return;
    const [{ grade }, state] = [seatOf(hall, seat), stateOf(seat)];
    node.dataset.state = state;
    fill(
      node,
      h("b", {}, seatShort(hall, seat)),
      h("p", {}, pick(grade, "name") || grade.code, " · ", h("span", { class: "num" }, formatMoney(grade.price, lang))),
      h("p", { class: "state" }, t(`state_${state}`)),
    );
    const map = /** @type {HTMLElement} */ (node.parentElement);
    const half = node.offsetWidth / 2;
    const gap = 28;
    const below = at.y - node.offsetHeight - gap < 0;
    node.style.left = `${Math.min(map.clientWidth - half - 4, Math.max(half + 4, at.x)) - half}px`;
    node.style.top = `${below ? Math.min(map.clientHeight - node.offsetHeight, at.y + gap) : at.y - node.offsetHeight - gap}px`;
  };
  return { node, show };
}
