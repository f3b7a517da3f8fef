import { frame, query, ready, setTitle } from "/js/frame.js";
import { count, t } from "/js/i18n.js";
import { join, myPlace, roomStatus } from "/js/room/client.js";
import { peopleAhead, pollDelay, roundRange, waitRange } from "/js/room/estimate.js";
import { lineView } from "/js/room/line.js";
import { onNews, recall, remember } from "/js/room/memory.js";
import { isFinal, sceneOf } from "/js/room/scene.js";

await ready("wait");
const sale = query("sale");
const view = lineView(frame(t("waiting_room")));
/** `mine`: what the room said of this place last; null when it has to be asked. */
const page = { sale, show: query("show"), view, mine: null, failures: 0, opensAtMs: null, wake() {} };
/** Everything but the numbers comes after them. */
const more = () => import("/js/room/scenes.js");

document.addEventListener("visibilitychange", () => document.hidden || page.wake());
addEventListener("online", () => page.wake());
// Another tab claimed, left or joined again: look at once.
onNews(sale, () => {
  page.mine = null;
  page.wake();
});
run();
more().then((scenes) => scenes.name(page), failed);

/** Looks, shows and waits until nothing can change any more. */
async function run() {
  for (;;) {
    const delay = await look().then(answered, failed);
    if (delay === null) return;
    await new Promise((next) => {
      page.wake = () => next(null);
      setTimeout(next, delay);
    });
  }
}

function answered(delay) {
  page.failures = 0;
  view.trouble("");
  return delay;
}

async function failed(problem) {
  const scenes = await more().catch(() => null);
  if (scenes) return scenes.failed(page, problem);
  view.trouble(t("slow"));
  return 3_000;
}

/** @returns {Promise<number|null>} milliseconds until the next look; null when there is none */
async function look() {
  const status = await roomStatus(sale, { tries: 1 });
  const left = recall(sale)?.left === true;
  if (status.epoch > recall(sale)?.epoch) page.mine = null;
  // Before the lobby opens the room refuses with the moment when it does.
  const known = recall(sale);
  if (!left && status.phase !== "closed") {
    if (!(known?.token || known?.wish || known?.again)) {
      (await more()).showScene(page, "ask", null);
      return 20_000;
    }
    await join(sale, status.epoch);
  }
  const place = recall(sale);
  const lane = status.lanes[place?.lane ?? "general"];
  // Beyond the common document: asked for on arrival, where a turn missed meanwhile shows.
  if (place?.token && !left && (page.mine === null || page.mine.state === "late")) page.mine = await myPlace(sale);
  const scene = sceneOf({
    phase: status.phase,
    called: place?.index < lane.called,
    mine: page.mine?.state ?? null,
    left,
  });
  // Without our own pass the turn was taken elsewhere, or the pass was lost: a claim tells which.
  if (scene === "called" || (scene === "turn" && !place.granted)) return (await more()).takeTurn(page, place);
  if (scene === "waiting") line(status, place, lane);
  else (await more()).showScene(page, scene, place);
  const range = waitRange(peopleAhead(place?.index ?? 0, lane), status);
  return isFinal(scene) ? null : pollDelay(range, status, { hidden: document.hidden, random: Math.random() });
}

function line(status, place, lane) {
  const ahead = peopleAhead(place.index, lane);
  const first = place.aheadAtFirst ?? remember(sale, { aheadAtFirst: ahead }).aheadAtFirst;
  const range = waitRange(ahead, status);
  const rounded = range && roundRange(range);
  const wait = rounded ? t(rounded.key, rounded) : t(status.phase === "open" ? "unknown_wait" : "at_opening");
  view.waiting({
    number: place.number,
    ahead,
    wait,
    done: first > 0 ? 1 - Math.min(1, ahead / first) : 0,
    note: t("kept"),
    leave: async () => (await more()).askToLeave(page),
  });
  // Before anybody is called a clock says more than an estimate.
  // While members buy, the others wait for the general sale.
  const general = place.index >= (status.general?.from ?? Infinity) ? status.general.opens_at_ms : null;
  const opensAtMs = status.phase === "lobby" ? (general ?? status.opens_at_ms) : general;
  if (opensAtMs !== page.opensAtMs) more().then((scenes) => scenes.countToOpening(page, opensAtMs), () => {});
  view.speak(t("said_ahead", { n: count(ahead), wait }));
  setTitle(t("title_ahead", { n: count(ahead) }));
}
