import { now } from "/js/clock.js";
import { countdown } from "/js/countdown.js";
import { h, say } from "/js/dom.js";
import { t } from "/js/i18n.js";
import { askToRelease } from "/js/parts/leave-guard.js";
import { press } from "/js/parts/press.js";
import { sectionCalled } from "/js/parts/section.js";
import { clockText } from "/js/time.js";

/** A held or bought seat in words. @param {any} seat */
export const seatName = (seat) => t("seat_short", { section: sectionCalled(seat.section), row: seat.row, seat: seat.label });

/**
 * Says that seats are held already, how long, and where to go on.
 * @param {any} held Hold
 * @param {{checkout: string, stay: () => void, release: () => Promise<void>, over: () => void}} page
 */
export function heldBanner(held, page) {
  // Silent: the banner is told once, not each second.
  const clock = h("b", { class: "num", role: "timer", "aria-live": "off", "data-testid": "hold-countdown" });
  const giveUp = h(
    "button",
    { type: "button", class: "button", onclick: () => press(giveUp, async () => void ((await askToRelease()) && (await page.release()))) },
    t("give_up"),
  );
  countdown(now() + held.remaining_ms, (left) => {
    say(clock, t("hold_left", { left: clockText(left) }));
    if (left === 0) page.over();
  });
  return h(
    "div",
    { class: "notice good" },
    h("p", {}, t("holding", { seats: held.seats.map(seatName).join(", ") }), " ", clock),
    h(
      "div",
      { class: "actions" },
      h("a", { class: "button primary", href: page.checkout, onclick: page.stay }, t("to_checkout")),
      giveUp,
    ),
  );
}
