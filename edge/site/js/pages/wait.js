import { get } from "/js/api.js";
import { countdown, now, sleep } from "/js/clock.js";
import { h, say } from "/js/dom.js";
import { frame, query, ready, setTitle, signInUrl } from "/js/frame.js";
import { count, lang, pick, t } from "/js/i18n.js";
import { sentence } from "/js/problem.js";
import { claim, join, leave, myPlace, roomStatus } from "/js/room/client.js";
import { peopleAhead, pollDelay, roundRange, waitRange } from "/js/room/estimate.js";
import { forget, leaveBehind, onNews, recall, remember } from "/js/room/memory.js";
import { isFinal, sceneOf } from "/js/room/scene.js";
import { roomView } from "/js/room/view.js";
import { clockText, localDate } from "/js/time.js";

await ready("wait");
const [sale, showId] = [query("sale"), query("show")];
const showUrl = showId ? `/show/?id=${encodeURIComponent(showId)}` : "/";
const seatsUrl = `/seats/?sale=${encodeURIComponent(sale)}&show=${encodeURIComponent(showId)}`;
const view = roomView(frame(t("waiting_room")), showUrl);

/** What the room said of this place last: waiting, called, claiming, granted, ended, late, gone. @type {any} */
let mine = null;
let failures = 0;
let wake = () => {};

if (showId) get(`/api/v1/performances/${encodeURIComponent(showId)}`).then((show) => view.named(pick(show.event, "title")), () => {});
document.addEventListener("visibilitychange", () => document.hidden || wake());
addEventListener("online", () => wake());
// Another tab claimed, left or joined again: look at once.
onNews(sale, () => { mine = null; wake(); });
document.addEventListener("click", (event) => event.target === view.leaveButton() && askToLeave());
run();

/** Looks, shows, waits, until nothing can change any more. */
async function run() {
  for (;;) {
    const delay = await look().then((ms) => ((failures = 0), view.trouble(""), ms), failed);
    if (delay === null) return;
    await new Promise((next) => { wake = () => next(undefined); setTimeout(next, delay); });
  }
}

/** @returns {Promise<number|null>} milliseconds until the next look; null when there is none */
async function look() {
  const status = await roomStatus(sale, { tries: 1 });
  const left = recall(sale)?.left === true;
  // Before the lobby opens the room refuses with the moment when it does.
  if (!left && status.phase !== "closed") await join(sale);
  const place = recall(sale);
  // What a place is told beyond the common document (its turn taken, ended, missed) is asked for on arrival and when its number is up.
  const ahead = place?.index === undefined ? null : peopleAhead(place.index, status, place.lane ?? "general");
  if (place?.token && !left && (mine === null || mine.state === "late")) mine = await myPlace(sale);
  const scene = sceneOf({ status, ahead, mine: mine?.state ?? null, left });
  if (scene === "called" || mine?.state === "late") return takeTurn(place, ahead ?? 0);
  show(scene, status, place, ahead ?? 0);
  return isFinal(scene) ? null : pollDelay(waitRange(ahead ?? 0, status), status, { hidden: document.hidden, random: Math.random() });
}

async function takeTurn(place, ahead) {
  const answer = await claim(sale).catch(async (problem) => {
    // The document runs ahead of nobody's place, but may be older than the room's mind.
    if (problem.code === "not_called_yet") return { retry_after_ms: 2_000 };
    if (["claim_window_over", "claim_replayed"].includes(problem.code)) return { mine: await myPlace(sale) };
    throw problem;
  });
  if (answer.mine) mine = answer.mine;
  else if (answer.jti) mine = { state: "granted", pass: answer };
  if (mine?.state === "granted" || mine?.state === "ended" || mine?.state === "gone") {
    if (mine.state === "granted") remember(sale, { granted: true });
    show(sceneOf({ status: null, ahead, mine: mine.state, left: false }), null, place, 0);
    return null;
  }
  view.scene("called", { mark: "1", text: [mine?.state === "late" ? t("late") : t("called_text")], number: place.number });
  setTitle(t("called"));
  return Math.max(1_000, answer.retry_after_ms ?? 2_000);
}

function show(scene, status, place, ahead) {
  if (scene === "waiting") return line(status, place, ahead);
  setTitle(t(scene));
  view.speak(t(scene), true);
  if (scene === "turn") return turn();
  const again = h("button", { type: "button", class: "button primary", onclick: startOver }, t("again"));
  const orders = h("a", { class: "button", href: "/orders/" }, t("orders"));
  const texts = {
    ended: { mark: "–", still: true, text: [t(`ended_${mine?.end_reason ?? "expired"}`), t("ended_text")], actions: [again, orders] },
    gone: { mark: "–", still: true, text: [t("gone_text")], actions: [again] },
    left: { mark: "–", still: true, text: [t("left_text")], actions: [again] },
  };
  const number = isFinal(scene) ? undefined : place?.number;
  view.scene(scene, texts[scene] ?? { mark: "॥", still: true, text: [t(`${scene}_text`)], number });
}

function line(status, place, ahead) {
  const first = place.aheadAtFirst ?? ahead;
  if (place.aheadAtFirst === undefined) remember(sale, { aheadAtFirst: ahead });
  const range = waitRange(ahead, status);
  const rounded = range && roundRange(range);
  const wait = rounded ? t(rounded.key, rounded) : t(status.phase === "open" ? "unknown_wait" : "no_wait");
  const note = status.phase === "lobby" ? `${t("lobby", { at: localDate(status.opens_at_ms, lang) })} ${t("kept")}` : t("kept");
  view.waiting({ number: place.number, ahead, wait, done: first > 0 ? 1 - Math.min(1, ahead / first) : 0, note });
  view.speak(t("said_ahead", { n: count(ahead), wait }));
  setTitle(t("title_ahead", { n: count(ahead) }));
}

function turn() {
  const going = h("span", { class: "muted small" });
  const endMs = mine?.pass?.hard_end_ms;
  view.scene("turn", {
    mark: "✓", testid: "your-turn",
    text: [endMs ? t("turn_text", { at: localDate(endMs, lang) }) : t("turn_text_open"), going],
    actions: [h("a", { class: "button primary", href: seatsUrl, "data-testid": "go-to-seats" }, t("go"))],
  });
  if (document.hidden) return;
  document.getElementById("scene")?.focus();
  countdown(now() + 8_000, (leftMs) => {
    say(going, t("going", { n: Math.ceil(leftMs / 1000) }));
    if (leftMs === 0 && !document.hidden) location.assign(seatsUrl);
  });
}

function notOpen(atMs) {
  const left = h("b", { class: "num" }, clockText(atMs - now()));
  const [before, after] = t("not_open_text", { left: "\u0000" }).split("\u0000");
  view.scene("not_open", { mark: "…", still: true, text: [h("span", {}, before, left, after)] });
  countdown(atMs, (ms) => say(left, clockText(ms)));
  // The crowd that waits for the same second does not arrive in the same millisecond.
  return Math.min(60_000, Math.max(0, atMs - now()) + Math.random() * 800 + 100);
}

async function failed(problem) {
  failures += 1;
  if (problem.needsSignIn) return void location.replace(signInUrl()) ?? null;
  if (problem.code === "room_not_open") return problem.body.opens_at_ms ? notOpen(problem.body.opens_at_ms) : 5_000;
  if (problem.code?.startsWith("queue_token_") && failures < 3) {
    // The same secret finds the same place and gets a fresh token.
    remember(sale, { token: undefined });
    mine = null;
    return 500;
  }
  view.trouble(problem.passing ? t("slow") : await sentence(problem));
  return problem.status === 404 ? null : Math.min(20_000, 1_500 * 2 ** failures) * (0.5 + Math.random() / 2) + (problem.retryAfterMs ?? 0);
}

async function askToLeave() {
  const { confirm } = await import("/js/parts/confirm.js");
  if (!(await confirm({ title: t("leave_ask"), text: t("leave_text"), yes: t("leave_yes"), no: t("leave_no"), testid: "confirm-leave" }))) return;
  await leave(sale).catch(() => {});
  leaveBehind(sale);
  mine = null;
  wake();
}

function startOver() {
  forget(sale);
  location.reload();
}
