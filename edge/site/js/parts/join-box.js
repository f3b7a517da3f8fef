import { signedIn } from "/js/api.js";
import { now } from "/js/clock.js";
import { countdown } from "/js/countdown.js";
import { fill, h } from "/js/dom.js";
import { keepFresh } from "/js/fresh.js";
import { signInUrl } from "/js/frame.js";
import { lang, t } from "/js/i18n.js";
import { startOver } from "/js/room/anew.js";
import { myPlace, roomStatus } from "/js/room/client.js";
import { recall, remember } from "/js/room/memory.js";
import { parts, venueDate } from "/js/time.js";

/**
 * The box with the way into the line: counts down by the server's clock, then offers the button.
 * @param {any} show Performance
 */
export function joinBox(show) {
  const box = h("div", { class: "stack join" });
  refresh(box, show);
  keepFresh();
  return box;
}

async function refresh(box, show) {
  const at = openingMs(show.on_sale);
  // The room knows when its lobby opens; should it not answer, the sale's own dates do.
  const room = await roomStatus(show.sale_id, { tries: 1 }).catch(() => null);
  const phase = room?.phase ?? (show.status === "closed" ? "closed" : at > now() ? "upcoming" : "open");
  if (phase === "closed") return void fill(box, h("p", { class: "notice" }, t("closed_note")));
  if (recall(show.sale_id)?.token) await learnOfTurn(show.sale_id);
  if (phase === "upcoming") return void waitForOpening(box, show, room?.opens_at_ms ?? at);
  fill(
    box,
    phase === "sold_out" && h("p", { class: "notice warn" }, t("sold_out_note")),
    presale(show),
    button(show),
    h("p", { class: "muted small" }, t("line_note")),
  );
}

function waitForOpening(box, show, atMs) {
  const cells = ["days", "hours", "mins", "secs"].map((unit) => ({ unit, value: h("b", {}) }));
  fill(
    box,
    h("h2", {}, t("opens_in")),
    h(
      "div",
      { class: "until", role: "timer" },
      cells.map(({ unit, value }) => h("div", {}, value, h("span", {}, t(unit)))),
    ),
    presale(show),
    signedIn() ? null : h("p", { class: "small" }, h("a", { href: signInUrl() }, t("sign_in_early"))),
    h(
      "button",
      { type: "button", class: "button primary wide", disabled: true, "data-testid": "join-button" },
      t("join"),
    ),
  );
  countdown(atMs, (leftMs) => {
    const { days, hours, minutes, seconds } = parts(leftMs);
    [days, hours, minutes, seconds].forEach((n, i) => (cells[i].value.textContent = String(n)));
    if (leftMs === 0) opened(box, show);
  });
}

function opened(box, show) {
  fill(box, presale(show), button(show), h("p", { class: "muted small" }, t("line_note")));
}

/** Is the place still one to go back to? Who has paid has had the turn. @param {string} sale */
async function learnOfTurn(sale) {
  const mine = await myPlace(sale).catch(() => null);
  if (mine) remember(sale, { over: ["ended", "gone"].includes(mine.state), granted: mine.state === "granted" });
}

function button(show) {
  const line = `/wait/?sale=${show.sale_id}&show=${show.id}`;
  const place = recall(show.sale_id);
  const props = { class: "button primary wide", "data-testid": "join-button" };
  const wish = () => remember(show.sale_id, { wish: true });
  if (!signedIn()) return h("a", { ...props, href: signInUrl(line), onclick: wish }, t("sign_in_join"));
  if (place?.token && !place.over) return h("a", { ...props, href: line }, t(place.granted ? "go_on" : "in_line"));
  // Joining after a turn, or after having left, is meant as a new place.
  return h("a", { ...props, href: line, onclick: () => (place?.over || place?.left ? startOver(show.sale_id) : wish()) }, t("join"));
}

function presale({ on_sale, venue }) {
  const general = Date.parse(on_sale.general_opens_at);
  if (!on_sale.presale_grade || general <= now()) return null;
  return h(
    "p",
    { class: "small muted" },
    t("presale_note", { at: venueDate(on_sale.general_opens_at, venue.timezone, lang), grade: on_sale.presale_grade }),
  );
}

const openingMs = ({ presale_opens_at, general_opens_at }) => Date.parse(presale_opens_at ?? general_opens_at);
