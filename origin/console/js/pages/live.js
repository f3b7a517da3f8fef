import { get } from "/console/js/api.js";
import { named, saleInFull } from "/console/js/data/catalog.js";
import { fill, h, say } from "/console/js/dom.js";
import { charts } from "/console/js/live/charts.js";
import { controls } from "/console/js/live/controls.js";
import { figures } from "/console/js/live/figures.js";
import { tables } from "/console/js/live/tables.js";
import { head } from "/console/js/parts/head.js";
import { notice } from "/console/js/parts/notice.js";
import { saleTabs } from "/console/js/parts/sale-tabs.js";
import { chip, words } from "/console/js/parts/states.js";
import { opensAt } from "/console/js/data/sale-phase.js";
import { date, fromNow } from "/console/js/time.js";

const POLL_MS = 2_000;
/** Nobody looks: keep the figures warm, no more. */
const HIDDEN_POLL_MS = 15_000;
/** A room whose sync is older than 3 s grants nothing; a second more for the way here. */
const SYNC_LATE_MS = 4_000;

/** @param {import("/console/js/router.js").Place} place */
export default async function live({ main, params, signal }) {
  const [{ sale, performance, event, venue }, first] = await Promise.all([saleInFull(params.sale, signal), get(`/sales/${params.sale}/live`, { signal })]);
  const board = [figures(), charts(), tables(sale.id)];
  const hands = controls({ sale: sale.id, changed: (answer) => show({ ...last, mode: answer.mode, cap: answer.cap }) });
  const phase = h("span", {});
  const sync = h("span", { class: "pulse", "data-testid": "room-sync" });
  const news = h("span", { class: "muted small num" });
  const announced = h("p", { class: "sr", role: "status" });
  const trouble = h("div", {});
  const bar = h("div", { class: "panel row spread" }, h("div", { class: "row" }, phase, sync, news), hands.node);
  const body = h("div", { class: "stack" }, bar, trouble, board.map(({ node }) => node));
  let last = first;
  let said = "";

  fill(main, head({ title: named(event, "title"), about: [named(venue), " · ", date(performance.starts_at, venue.timezone)], crumbs: [["Sales", "#/sales"]] }), saleTabs(sale.id, "live"), announced, body);

  function show(now) {
    last = now;
    const state = now.mode === "paused" ? "paused" : now.phase;
    if (phase.firstElementChild?.getAttribute("data-state") !== state) fill(phase, chip(state, "live-phase"));
    hands.update(now);
    board.forEach((part) => part.update(now));
    const opens = opensAt(sale) - now.at_ms;
    say(news, opens > 0 ? `Opens ${fromNow(opens)}` : `Closes ${fromNow(Date.parse(sale.closes_at) - now.at_ms)}`);
    const late = tellSync(now);
    // Once a change of state, not at each tick: a screen reader is no stock ticker.
    const word = `${words(state)}.${late ? " The room does not sync." : ""}`;
    if (word !== said) say(announced, (said = word));
  }

  function tellSync(now) {
    const age = now.room_last_sync_ms === null ? null : Math.max(0, now.at_ms - now.room_last_sync_ms);
    const late = age === null || age > SYNC_LATE_MS;
    sync.classList.toggle("late", late);
    say(sync, age === null ? "Room has not synced yet" : late ? `Room silent ${fromNow(-age)}` : "Room in sync");
    return late && age !== null;
  }

  async function poll() {
    for (;;) {
      await pause(document.hidden ? HIDDEN_POLL_MS : POLL_MS, signal);
      if (signal.aborted) return;
      try {
        const now = await get(`/sales/${sale.id}/live`, { signal, tries: 1 });
        if (signal.aborted) return;
        show(now);
        fill(trouble);
        body.classList.remove("stale");
      } catch (problem) {
        if (signal.aborted || problem.needsSignIn) return;
        body.classList.add("stale");
        // Once: an alert that comes back every two seconds is noise.
        if (!trouble.firstChild) fill(trouble, notice(problem));
      }
    }
  }

  show(first);
  addEventListener("resize", () => board[1].update(last), { signal });
  poll();
}

/** Waits, or until the reader comes back or goes elsewhere. */
function pause(ms, signal) {
  return new Promise((go) => {
    const over = () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", over);
      go(undefined);
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener("abort", over, { once: true });
    document.addEventListener("visibilitychange", over);
  });
}
