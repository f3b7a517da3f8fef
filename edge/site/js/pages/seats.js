import { call, get, post } from "/js/api.js";
import { countdown } from "/js/countdown.js";
import { fill, h, say } from "/js/dom.js";
import { frame, query, ready, setTitle, signInUrl } from "/js/frame.js";
import { count, pick, t } from "/js/i18n.js";
import { once } from "/js/intent.js";
import { heldBanner } from "/js/parts/held-banner.js";
import { guardLeaving } from "/js/parts/leave-guard.js";
import { failedPage, notice } from "/js/parts/notice.js";
import { steps } from "/js/parts/steps.js";
import { keepPass } from "/js/room/keeper.js";
import { remember } from "/js/room/memory.js";
import { bestSeats } from "/js/seatmap/best.js";
import { bestForm } from "/js/seatmap/best-form.js";
import { seatCard } from "/js/seatmap/card.js";
import { hallOf } from "/js/seatmap/hall.js";
import { legend } from "/js/seatmap/legend.js";
import { seatLists, seatText, sectionName } from "/js/seatmap/list.js";
import { liveSeats } from "/js/seatmap/live.js";
import { seatMap } from "/js/seatmap/map.js";
import { readable } from "/js/seatmap/shapes.js";
import { changed, FREE, HELD, unknownStates } from "/js/seatmap/states.js";
import { seatShort, tray } from "/js/seatmap/tray.js";
import { clockText } from "/js/time.js";
import { many } from "/js/wording.js";

await ready("seats", "steps");
const [sale, showId] = [query("sale"), query("show")];
const salePath = `/api/v1/sales/${encodeURIComponent(sale)}`;
const main = frame(t("choose_seats"));
const choiceSlot = `fr.chosen.${sale}`;

try {
  const showPath = `/api/v1/performances/${encodeURIComponent(showId)}`;
  const [show, plan] = await Promise.all([get(showPath), get(`${showPath}/plan`)]);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  page(
    show,
    hallOf(
      plan,
      show.grades.map((grade) => ({ ...grade, color: readable(grade.color, dark) })),
    ),
  );
} catch (problem) {
  await failedPage(main, problem);
}

function page(show, hall) {
  /** @type {Set<number>} */
  const chosen = new Set(remembered(hall.plan.seats));
  let states = unknownStates(hall.plan.seats);
  let heldId = "";
  /** Seats that this buyer holds: nobody else was quicker about them. @type {Set<number>} */
  let own = new Set();
  let stopClock = () => {};
  let sending = false;
  const note = h("div", { class: "map-note", role: "status" });
  const toast = h("p", { class: "toast notice warn", role: "status", hidden: true });
  const spoken = h("p", { class: "sr", "aria-live": "assertive" });
  const clock = h("span", { class: "num", role: "timer" });
  const left = h("span", { class: "num", "data-testid": "seats-left" });
  const canvas = h("canvas", {
    tabindex: 0,
    role: "application",
    "aria-label": t("map_label"),
    "data-testid": "seat-map",
  });

  const pass = keepPass(sale, {
    busy: () => heldId !== "",
    over: () => backToLine(),
    left(endMs) {
      stopClock();
      stopClock = countdown(endMs, (left) => say(clock, t("turn_ends", { left: clockText(left) })));
    },
  });
  const card = seatCard(hall, (seat) => stateWord(seat));
  const map = seatMap(canvas, hall, {
    chosen,
    press,
    section: (s) => lists.open(s),
    cursor: (seat) => say(spoken, seatText(hall, seat, stateWord(seat))),
    freeText: (n) => (n ? count(n) : "–"),
    stage: t("stage"),
    own: () => own,
    sectionName,
    point: (seat, at) => card.show(seat, at),
  });
  const lists = seatLists(hall, { stateOf: (seat) => stateWord(seat), press, focus: openSection });
  const choice = tray(hall, show.max_seats_per_hold, { letGo: press, hold });

  setTitle(`${t("choose_seats")} · ${pick(show.event, "title")}`);
  fill(
    main,
    h(
      "div",
      { class: "map-head" },
      h("div", {}, steps("seats"), h("h1", {}, pick(show.event, "title"))),
    ),
    note,
    h("div", { class: "map-bar" }, h("p", { class: "muted small" }, left, clock), zoomButtons(map)),
    h("div", { class: "map" }, canvas, card.node, toast),
    choice.node,
    h(
      "div",
      { class: "map-side" },
      bestForm(hall.grades, show.max_seats_per_hold, best),
      legend(hall.grades),
      lists.seats,
      h(
        "section",
        { class: "stack", "aria-label": t("sections") },
        h("h2", {}, t("sections")),
        h("p", { class: "muted small" }, t("sections_hint")),
        lists.sections,
      ),
    ),
    spoken,
  );
  choice.show(chosen);
  guardLeaving();
  showHold();
  liveSeats(sale, hall.plan.seats, { update, trouble });

  function openSection(section) {
    const byKeyboard = document.activeElement?.matches(":focus-visible");
    lists.open(section);
    map.toSection(section);
    lists.seats.scrollIntoView({ block: "nearest" });
    if (byKeyboard) lists.focus();
  }

  /** Chooses a seat or lets it go. */
  function press(seat) {
    if (chosen.delete(seat)) return chosenChanged(seat, "free");
    if (states[seat] !== FREE)
      return void say(spoken, t("seat_is", { seat: seatShort(hall, seat), state: t(`state_${stateWord(seat)}`) }));
    if (chosen.size >= show.max_seats_per_hold) return void tell(many("limit", show.max_seats_per_hold));
    chosen.add(seat);
    chosenChanged(seat, "chosen");
  }

  /** Chooses the best neighbours in place of what was chosen, and shows them. */
  function best(grade, n) {
    const seats = bestSeats(hall, (seat) => states[seat] === FREE && !own.has(seat), grade, n);
    if (!seats.length) return tell(t("best_none"));
    const before = [...chosen];
    chosen.clear();
    seats.forEach((seat) => chosen.add(seat));
    tell("");
    showChoice();
    [...before, ...seats].forEach(lists.repaint);
    map.toSeats(seats);
    say(spoken, seats.map((seat) => seatText(hall, seat, "chosen")).join(" "));
    choice.node.focus();
  }

  function chosenChanged(seat, state) {
    tell("");
    showChoice();
    lists.repaint(seat);
    map.redraw();
    say(spoken, seatText(hall, seat, state));
  }

  function update(next, remaining) {
    const differing = changed(states, next);
    const gone = sending ? [] : [...chosen].filter((seat) => next[seat] !== FREE);
    const lost = gone.filter((seat) => !own.has(seat));
    states = next;
    gone.forEach((seat) => chosen.delete(seat));
    map.update(next, remaining);
    say(left, many("left_in_all", remaining.reduce((sum, n) => sum + n, 0)));
    lists.update(remaining, differing);
    if (gone.length) showChoice();
    if (!lost.length) return;
    tell(t("lost", { seats: lost.map((seat) => seatShort(hall, seat)).join(", ") }));
  }

  function showChoice() {
    choice.show(chosen);
    sessionStorage.setItem(choiceSlot, JSON.stringify([...chosen]));
  }

  async function hold() {
    const seats = [...chosen].sort((a, b) => a - b);
    sending = true;
    try {
      const held = await once(`hold:${sale}:${seats}`, (key) => post(`${salePath}/holds`, { seats }, { key }));
      sessionStorage.removeItem(choiceSlot);
      own = seatsOf(held);
      chosen.clear();
      pass.stay();
      location.assign(checkoutUrl(held));
    } catch (problem) {
      if (problem.needsSignIn) return location.assign(signInUrl());
      if (problem.needsPass) return backToLine();
      if (problem.code === "already_holding") await showHold();
      // Ordered already: the order is where to go on.
      if (problem.code === "hold_ordered" && problem.body.order) return location.assign(`/order/?id=${problem.body.order}`);
      fill(note, await notice(problem));
    } finally {
      sending = false;
    }
  }

  /** Seats held before (a reload, another tab, the way back from the checkout) come first. */
  async function showHold() {
    const held = await get(`${salePath}/holds/mine`, { tries: 2 }).catch(() => null);
    if (held) own = seatsOf(held);
    heldId = held?.id ?? "";
    if (!held) return;
    own.forEach((seat) => (chosen.delete(seat), lists.repaint(seat)));
    showChoice();
    map.redraw();
    fill(
      note,
      heldBanner(held, {
        checkout: checkoutUrl(held),
        stay: pass.stay,
        async release() {
          await call("DELETE", `${salePath}/holds/${held.id}`, { repeat: true });
          letGo();
        },
        over() {
          letGo();
        },
      }),
    );
  }

  /** The hold is over: its seats are like all others again. */
  function letGo() {
    heldId = "";
    own = new Set();
    fill(note);
    map.redraw();
  }

  function trouble(problem) {
    if (!problem) tell("");
    else if (problem.needsPass) backToLine();
    else if (problem.passing || problem.status >= 500) tell(t("slow_map"));
    else notice(problem).then((said) => fill(note, said));
    return !problem || problem.passing || problem.status >= 500;
  }

  function backToLine() {
    pass.stay();
    // Should the turn still be there, the waiting page fetches its pass anew.
    remember(sale, { granted: false });
    location.replace(`/wait/?sale=${encodeURIComponent(sale)}&show=${encodeURIComponent(showId)}`);
  }

  /** Over the map, so that it does not move under the finger; the next choice takes it away. */
  function tell(text) {
    toast.hidden = !text;
    say(toast, text);
  }

  const checkoutUrl = (held) =>
    `/checkout/?sale=${encodeURIComponent(sale)}&show=${encodeURIComponent(showId)}&hold=${held.id}`;
  const stateWord = (seat) =>
    chosen.has(seat) ? "chosen" : own.has(seat) ? "own" : states[seat] === FREE ? "free" : states[seat] === HELD ? "held" : "taken";
}

/** @param {any} held Hold @returns {Set<number>} */
function seatsOf(held) {
  return new Set(held.seats.map((seat) => seat.seat_no));
}

/** What was chosen before a reload. @param {number} seats how many there are */
function remembered(seats) {
  try {
    return JSON.parse(sessionStorage.getItem(choiceSlot) ?? "[]").filter((seat) => seat >= 0 && seat < seats);
  } catch {
    return [];
  }
}

function zoomButtons(map) {
  const button = (label, text, act) =>
    h("button", { type: "button", "aria-label": t(label), title: t(label), onclick: act }, text);
  return h(
    "div",
    { class: "zoom" },
    button("zoom_in", "+", () => map.zoom(1.6)),
    button("zoom_out", "−", () => map.zoom(1 / 1.6)),
    button("zoom_fit", "⤢", () => map.whole()),
  );
}
