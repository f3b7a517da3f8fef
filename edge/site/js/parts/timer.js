import { now } from "/js/clock.js";
import { countdown } from "/js/countdown.js";
import { h, say } from "/js/dom.js";
import { t } from "/js/i18n.js";
import { clockText } from "/js/time.js";

/**
 * A line with the time left, spoken once a minute and in the last ten seconds.
 * @param {string} label @param {number} remainingMs as the server said it just now @param {() => void} over
 * @returns {{node: HTMLElement, stop: () => void}}
 */
export function timer(label, remainingMs, over) {
  const clock = h("b", { class: "num", "data-testid": "hold-countdown" });
  const spoken = h("span", { class: "sr", role: "status" });
  const stop = countdown(now() + remainingMs, (left) => {
    say(clock, clockText(left));
    const seconds = Math.ceil(left / 1000);
    if (seconds % 60 === 0 || seconds === 10) say(spoken, t("hold_left", { left: clockText(left) }));
    if (left === 0) over();
  });
  return { node: h("p", { class: "timer" }, h("span", {}, label), clock, spoken), stop };
}
