import { fill, h, say } from "/js/dom.js";
import { lang, t } from "/js/i18n.js";
import { formatMoney, sum } from "/js/money.js";
import { press as pressed } from "/js/parts/press.js";
import { seatOf } from "/js/seatmap/hall.js";
import { sectionName } from "/js/seatmap/list.js";
import { many } from "/js/wording.js";

/** "Section A, row 3, seat 12". @param {import("./hall.js").Hall} hall @param {number} seat */
export function seatShort(hall, seat) {
  const { section, row, label } = seatOf(hall, seat);
  return t("seat_short", { section: sectionName(section), row, seat: label });
}

/**
 * The chosen seats with their total and the button that holds them.
 * @param {import("./hall.js").Hall} hall @param {number} limit seats one person may choose
 * @param {{letGo: (seat: number) => void, hold: () => Promise<void>}} page
 */
export function tray(hall, limit, page) {
  const picks = h("ul", { class: "picks" });
  const amount = h("span", {});
  const button = h(
    "button",
    {
      type: "button",
      class: "button primary",
      "data-testid": "hold-button",
      onclick: () => pressed(button, page.hold),
    },
    t("hold_none"),
  );
  const node = h(
    "section",
    { class: "tray", id: "choice", tabindex: -1, "aria-label": t("your_choice") },
    picks,
    h("div", { class: "sum" }, amount, button),
  );

  /** @param {Set<number>} chosen */
  const show = (chosen) => {
    const seats = [...chosen];
    const total = sum(seats.map((seat) => seatOf(hall, seat).grade.price));
    fill(
      picks,
      seats.map((seat) =>
        h(
          "li",
          { class: "pick" },
          seatShort(hall, seat),
          h(
            "button",
            {
              type: "button",
              "aria-label": t("remove", { seat: seatShort(hall, seat) }),
              onclick: () => page.letGo(seat),
            },
            "×",
          ),
        ),
      ),
    );
    picks.hidden = !seats.length;
    button.disabled = !seats.length;
    say(button, seats.length ? many("hold", seats.length) : t("hold_none"));
    if (total)
      fill(
        amount,
        `${many("n_seats", seats.length)} · `,
        h("b", { class: "num", "data-testid": "total" }, formatMoney(total, lang)),
      );
    else fill(amount, h("span", { class: "muted" }, many("choose_up_to", limit)));
  };
  show(new Set());
  return { node, show };
}
