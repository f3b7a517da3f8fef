import { get } from "/js/api.js";
import { fill, focusOn, h, say } from "/js/dom.js";
import { frame, ready } from "/js/frame.js";
import { count, t } from "/js/i18n.js";
import { failedPage, notice } from "/js/parts/notice.js";
import { press } from "/js/parts/press.js";
import { asked, searchForm } from "/js/parts/search-form.js";
import { ghosts, showCard } from "/js/parts/show-card.js";
import { many } from "/js/wording.js";

await ready("shows", "when");
const main = frame(t("whats_on"));
const path = (query) => `/api/v1/performances${query.size ? `?${query}` : ""}`;
const cards = h("ul", { class: "cards" });
const more = h("p", { class: "actions centre" });
const told = h("p", { class: "muted", role: "status", "data-testid": "found" });
/** Which search is the newest: an answer that comes late must not take its place. */
let turn = 0;

try {
  const first = await get(path(asked()));
  const form = searchForm(first.cities, search);
  addEventListener("popstate", () => {
    form.show();
    search(asked());
  });
  fill(
    main,
    h("section", { class: "hero" }, h("h1", {}, t("whats_on")), h("p", {}, t("promise")), form.node),
    h("section", { class: "stack results", "aria-label": t("whats_on") }, told, cards, more),
  );
  show(first);
} catch (problem) {
  await failedPage(main, problem);
}

/** Another question: its answer takes the place of the one before. @param {URLSearchParams} query */
async function search(query) {
  const mine = ++turn;
  say(told, t("searching"));
  cards.setAttribute("aria-busy", "true");
  fill(cards, ghosts());
  fill(more);
  try {
    const page = await get(path(query));
    if (mine === turn) show(page);
  } catch (problem) {
    if (mine !== turn) return;
    fill(cards);
    say(told, "");
    fill(more, await notice(problem, () => search(query)));
  }
  cards.removeAttribute("aria-busy");
}

function show({ items, next_cursor }) {
  fill(cards, items.map(showCard));
  const narrowed = asked().size > 0;
  const none = narrowed ? "nothing_found" : "nothing_on";
  say(told, items.length ? (narrowed ? next_cursor ? t("found", { n: `${count(items.length)}+` }) : many("found", items.length) : "") : t(none));
  offerMore(next_cursor);
}

function offerMore(cursor) {
  const button = h(
    "button",
    { type: "button", class: "button", "data-testid": "more", onclick: () => press(button, () => addPage(cursor)) },
    t("more"),
  );
  fill(more, cursor && button);
}

async function addPage(cursor) {
  const query = asked();
  query.set("cursor", cursor);
  const mine = turn;
  try {
    const { items, next_cursor } = await get(path(query));
    if (mine !== turn) return;
    const added = items.map(showCard);
    cards.append(...added);
    offerMore(next_cursor);
    // Reading goes on where the new ones begin.
    if (added[0]) focusOn(added[0].querySelector("a"));
  } catch (problem) {
    if (mine === turn) fill(more, await notice(problem, () => addPage(cursor)));
  }
}
