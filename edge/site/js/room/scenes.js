import { get, signedIn } from "/js/api.js";
import { now } from "/js/clock.js";
import { countdown } from "/js/countdown.js";
import { h, say } from "/js/dom.js";
import { freshSignIn } from "/js/fresh.js";
import { setTitle, signInUrl } from "/js/frame.js";
import { count, lang, pick, t, words } from "/js/i18n.js";
import { confirm } from "/js/parts/confirm.js";
import { sentence } from "/js/sentence.js";
import { leaveBehind, startOver } from "/js/room/anew.js";
import { myPlace } from "/js/room/client.js";
import { remember } from "/js/room/memory.js";
import { isFinal, sceneOf } from "/js/room/scene.js";
import { claim, leave } from "/js/room/turn.js";
import { clockText, localTime } from "/js/time.js";

/** Everything of the waiting page but the numbers: the turn, pauses, ends, failures, leaving. */
await words("scenes");
const showUrl = (page) => (page.show ? `/show/?id=${encodeURIComponent(page.show)}` : "/");

/** Says which show this line is for, and to sign in while there is time. @param {any} page */
export async function name(page) {
  if (!signedIn())
    document
      .getElementById("main")
      ?.append(h("p", { class: "notice" }, h("a", { href: signInUrl() }, t("sign_in_meanwhile"))));
  if (!page.show) return;
  const show = await get(`/api/v1/performances/${encodeURIComponent(page.show)}`).catch(() => null);
  if (show) page.view.named(pick(show.event, "title"));
  else page.show = "";
}

/** Shows how long it is until the sale opens, second by second. @param {any} page @param {number|null} atMs nothing once it has */
export function countToOpening(page, atMs) {
  page.stopCounting?.();
  page.opensAtMs = atMs;
  if (atMs === null) page.view.opensIn("");
  else page.stopCounting = countdown(atMs, (leftMs) => page.view.opensIn(leftMs > 0 ? clockText(leftMs) : t("any_moment")));
}

/** Claims; while no slot is free the room says when to ask again. @param {any} page @param {any} place */
export async function takeTurn(page, place) {
  await freshSignIn();
  const answer = await claim(page.sale).catch(async (problem) => {
    // The status document may be a second ahead of what the room will do.
    if (problem.code === "not_called_yet") return { retry_after_ms: 2_000 };
    if (problem.code === "claim_replayed") return { elsewhere: true };
    if (["claim_window_over", "pass_ended"].includes(problem.code)) return { mine: await myPlace(page.sale) };
    throw problem;
  });
  if (answer.elsewhere) {
    showScene(page, "elsewhere", place);
    page.mine = null;
    return 15_000;
  }
  if (answer.jti) page.mine = { state: "granted", pass: answer };
  else if (answer.mine) page.mine = answer.mine;
  const scene = sceneOf({ phase: "open", called: true, mine: page.mine?.state ?? null, left: false });
  showScene(page, scene, place);
  return isFinal(scene) ? null : Math.max(1_000, answer.retry_after_ms ?? 2_000);
}

/** @param {any} page @param {string} scene @param {any} place */
export function showScene(page, scene, place) {
  if (scene === "ended" || scene === "gone") remember(page.sale, { over: true });
  page.view.draw(scene, () => {
    const { title = t(scene), mark, still, text, actions = [], testid } = contents(page, scene);
    setTitle(title);
    page.view.speak(title, true);
    const number = !isFinal(scene) && place?.number;
    return {
      stage: [
        h(
          "div",
          { class: "stack", "data-testid": testid, "data-scene": scene },
          h("p", { class: still ? "mark still" : "mark", "aria-hidden": "true" }, mark),
          h("h2", {}, title),
          text.map((line) => h("p", {}, line)),
          number &&
            h(
              "p",
              { class: "muted" },
              `${t("place")} `,
              h("b", { class: "num", "data-testid": "place-number" }, count(number)),
            ),
          actions.length > 0 && h("div", { class: "actions" }, actions),
        ),
      ],
      after: [
        !["turn", "called", "unknown"].includes(scene) && h("p", {}, h("a", { class: "button", href: showUrl(page) }, t("back"))),
        // Whoever waits may also stop waiting.
        !isFinal(scene) && !["elsewhere", "ask", "unknown"].includes(scene) && leaveButton(page),
      ],
    };
  });
}

const leaveButton = (page) =>
  h(
    "button",
    { type: "button", class: "button plain", "data-testid": "leave-line", onclick: () => askToLeave(page) },
    t("leave"),
  );

function contents(page, scene) {
  const again = h(
    "button",
    {
      type: "button",
      class: "button primary",
      onclick: () => {
        startOver(page.sale);
        location.reload();
      },
    },
    t("again"),
  );
  const orders = h("a", { class: "button", href: "/orders/" }, t("orders"));
  const reason = `ended_${page.mine?.end_reason}`;
  switch (scene) {
    case "turn":
      return turn(page);
    case "called":
      return { mark: "1", text: [t(page.mine?.state === "late" ? "late" : "called_text")] };
    case "ask":
      return { mark: "?", still: true, text: [t("ask_text")], actions: [joinNow(page)] };
    case "unknown":
      return {
        mark: "?",
        still: true,
        text: [t("unknown_text")],
        actions: [h("a", { class: "button primary", href: "/" }, t("to_shows"))],
      };
    case "ended":
      // Who has paid is done, not turned away.
      if (page.mine?.end_reason === "paid")
        return { title: t("paid"), mark: "✓", text: [t("ended_paid"), t("ended_text")], actions: [orders, again] };
      return {
        mark: "–",
        still: true,
        text: [t(reason) === reason ? t("ended_expired") : t(reason), t("ended_text")],
        actions: [again, orders],
      };
    case "gone":
    case "left":
      return { mark: "–", still: true, text: [t(`${scene}_text`)], actions: [again] };
    default:
      return { mark: "…", still: true, text: [t(`${scene}_text`)] };
  }
}

const joinNow = (page) =>
  h(
    "button",
    {
      type: "button",
      class: "button primary",
      "data-testid": "join-now",
      onclick: () => {
        remember(page.sale, { wish: true });
        page.wake();
      },
    },
    t("join_now"),
  );

function turn(page) {
  const endMs = page.mine?.pass?.hard_end_ms;
  const url = `/seats/?sale=${encodeURIComponent(page.sale)}&show=${encodeURIComponent(page.show)}`;
  const going = h("span", { class: "muted small" });
  const go = h("a", { class: "button primary", href: url, "data-testid": "go-to-seats" }, t("go"));
  remember(page.sale, { granted: true });
  if (!document.hidden) {
    setTimeout(() => go.focus());
    countdown(now() + 8_000, (leftMs) => {
      say(going, t("going", { n: Math.ceil(leftMs / 1000) }));
      if (leftMs === 0 && !document.hidden) location.assign(url);
    });
  }
  return {
    mark: "✓",
    testid: "your-turn",
    text: [endMs ? t("turn_text", { at: localTime(endMs, lang) }) : t("turn_text_open"), going],
    actions: [go],
  };
}

/**
 * A look that failed: what to say, and when to look again.
 * @param {any} page
 * @param {any} problem
 * @returns {Promise<number|null>}
 */
export async function failed(page, problem) {
  page.failures += 1;
  if (problem.needsSignIn) {
    location.replace(signInUrl());
    return null;
  }
  // Before the lobby; in a presale the one of the general sale, for who is no member.
  const early = problem.code === "membership_required" && problem.body.opens_at_ms;
  if (early) page.view.trouble(await sentence(problem));
  if (early || problem.code === "room_not_open") return notOpen(page, problem.body.opens_at_ms ?? now() + 10_000);
  if (/^(queue_token_|place_)/.test(problem.code) && page.failures < 3) {
    // The same secret, or the account, finds the same place and gets a fresh token.
    remember(page.sale, problem.code.startsWith("place_") ? { token: undefined } : { stale: true });
    page.mine = null;
    return 500;
  }
  if ([400, 404].includes(problem.status)) {
    showScene(page, "unknown", null);
    return null;
  }
  page.view.trouble(problem.passing ? t("slow") : await sentence(problem));
  if (!problem.code) console.error(problem);
  return Math.min(20_000, 1_500 * 2 ** page.failures) * (0.5 + Math.random() / 2) + (problem.retryAfterMs ?? 0);
}

function notOpen(page, atMs) {
  page.view.draw("not_open", () => {
    const left = h("b", { class: "num" });
    const [before, after] = t("not_open_text", { left: "\n" }).split("\n");
    setTitle(t("not_open"));
    countdown(atMs, (ms) => say(left, clockText(ms)));
    return {
      stage: [
        h(
          "div",
          { class: "stack", "data-scene": "not_open" },
          h("p", { class: "mark still", "aria-hidden": "true" }, "…"),
          h("h2", {}, t("not_open")),
          h("p", {}, before, left, after),
        ),
      ],
      after: [h("a", { class: "button", href: showUrl(page) }, t("back"))],
    };
  });
  // The crowd that waits for the same second does not arrive in the same millisecond.
  return Math.min(60_000, Math.max(0, atMs - now()) + 100 + Math.random() * 800);
}

/** Asks, then gives the place up. @param {any} page */
export async function askToLeave(page) {
  if (
    !(await confirm({
      title: t("leave_ask"),
      text: t("leave_text"),
      yes: t("leave_yes"),
      no: t("leave_no"),
      testid: "confirm-leave",
    }))
  )
    return;
  await leave(page.sale).catch(() => {});
  leaveBehind(page.sale);
  page.mine = null;
  page.wake();
}
