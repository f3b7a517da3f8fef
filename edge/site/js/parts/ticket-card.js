import { h } from "/js/dom.js";
import { t } from "/js/i18n.js";
import { seatName } from "/js/parts/held-banner.js";

/** A ticket in a list: its code, its seat, and whether it opens the door. @param {any} ticket */
export function ticketCard(ticket) {
  const valid = ticket.state === "valid";
  return h(
    "a",
    {
      class: valid ? "panel ticket" : "panel ticket off",
      href: `/ticket/?id=${ticket.id}`,
      "data-testid": "ticket",
      "data-state": ticket.state,
    },
    h("img", {
      src: `/api/v1/tickets/${ticket.id}/qr.svg`,
      alt: t("ticket_of", { seat: seatName(ticket) }),
      width: 176,
      height: 176,
      "data-testid": "ticket-qr",
    }),
    h("b", {}, seatName(ticket)),
    valid
      ? h("span", { class: "muted small" }, t("open_ticket"))
      : h("span", { class: "chip bad" }, t(`ticket_${ticket.state}`)),
  );
}
