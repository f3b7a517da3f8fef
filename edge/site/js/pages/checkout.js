import { call, get, post } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { frame, query, ready, signInUrl } from "/js/frame.js";
import { lang, t } from "/js/i18n.js";
import { once } from "/js/intent.js";
import { formatMoney } from "/js/money.js";
import { couponChoice } from "/js/parts/coupons.js";
import { askToRelease, guardLeaving } from "/js/parts/leave-guard.js";
import { failedPage, notice } from "/js/parts/notice.js";
import { payAt } from "/js/parts/pay.js";
import { press } from "/js/parts/press.js";
import { priceTable } from "/js/parts/price.js";
import { showBrief } from "/js/parts/show-brief.js";
import { steps } from "/js/parts/steps.js";
import { timer } from "/js/parts/timer.js";
import { keepPass } from "/js/room/keeper.js";
import { remember } from "/js/room/memory.js";

await ready("connection", "orders", "steps", "when");
const [sale, showId, holdId] = [query("sale"), query("show"), query("hold")];
const salePath = `/api/v1/sales/${encodeURIComponent(sale)}`;
const holdPath = `${salePath}/holds/${encodeURIComponent(holdId)}`;
const seatsUrl = `/seats/?sale=${encodeURIComponent(sale)}&show=${encodeURIComponent(showId)}`;
/** Once ordered, this hold is an order: a way back to this page leads there. */
const orderSlot = `fr.order.${holdId}`;
const main = frame(t("checkout"));
const pass = keepPass(sale, { busy: () => true, over() {}, left() {} });
let choice = "best";
let agreed = false;
let clock = { stop() {} };

/** Which show: good to see, but no reason to keep anybody from paying. */
const brief = get(`/api/v1/performances/${encodeURIComponent(showId)}`, { tries: 2 })
  .then(({ event, venue: { name, name_en, timezone }, starts_at }) =>
    showBrief({ ...event, venue: name, venue_en: name_en, timezone, starts_at }),
  )
  .catch(() => null);

guardLeaving();
await open();

async function open() {
  const ordered = sessionStorage.getItem(orderSlot);
  if (ordered) return toOrder(ordered);
  try {
    const hold = await get(`${salePath}/holds/mine`);
    if (hold.id !== holdId)
      return location.replace(
        location.pathname + `?sale=${encodeURIComponent(sale)}&show=${encodeURIComponent(showId)}&hold=${hold.id}`,
      );
    await show(hold);
  } catch (problem) {
    if (problem.code === "hold_ordered") return toOrder(problem.body.order);
    if (problem.code === "hold_not_found" || problem.code === "hold_lost") return lapsed();
    if (problem.needsPass) return toLine();
    await failedPage(main, problem);
  }
}

async function show(hold) {
  const [quote, about] = await Promise.all([post(`${holdPath}/quote`, { coupon: choice }, { repeat: true }), brief]);
  const told = h("div", { "aria-live": "polite" });
  const zero = quote.total.minor === 0;
  const pay = h(
    "button",
    {
      type: "button",
      class: "button primary wide",
      "data-testid": "pay-button",
      onclick: () => press(pay, () => order(told)),
    },
    zero ? t("get_free") : t("pay", { total: formatMoney(quote.total, lang) }),
  );
  const terms = h("input", {
    type: "checkbox",
    id: "agree",
    "data-testid": "agree",
    checked: agreed,
    onchange: () => {
      agreed = terms.checked;
      fill(told);
    },
  });
  clock.stop();
  const held = timer(t("hold_time"), hold.remaining_ms, lapsed);
  clock = held;
  fill(
    main,
    steps("payment"),
    h("h1", {}, t("checkout")),
    h(
      "div",
      { class: "stack" },
      // In view wherever the reader is: the pay button is further down than a phone is high.
      h("div", { class: "panel clock-bar" }, held.node),
      h("p", { class: "muted small" }, t("hold_note")),
      h(
        "div",
        { class: "two" },
        h(
          "div",
          { class: "stack" },
          h(
            "section",
            { class: "panel stack" },
            about,
            h("div", { class: "actions" }, hold.extendable && moreTime(told), changeSeats()),
          ),
          couponChoice({ quote, choice, choose: (coupon) => rechoose(hold, coupon, told) }),
        ),
        h(
          "aside",
          { class: "panel stack" },
          h("h2", {}, t("price")),
          priceTable(quote),
          h("label", { class: "agree small" }, terms, h("span", {}, t("agree"))),
          h(
            "p",
            { class: "small legal" },
            ["terms", "privacy", "seller"].map((of) =>
              h("a", { href: `/legal/?of=${of}`, target: "_blank", rel: "noopener" }, t(of), h("span", { class: "sr" }, ` ${t("new_window")}`)),
            ),
          ),
          told,
          pay,
          !zero && h("p", { class: "muted small safe" }, t("to_toss")),
        ),
      ),
    ),
  );
}

async function rechoose(hold, coupon, told) {
  const before = choice;
  choice = coupon;
  try {
    await show(await get(`${salePath}/holds/mine`));
    main.querySelector(`input[value="${coupon}"]`)?.focus();
  } catch (problem) {
    choice = before;
    if (problem.code === "hold_not_found") return lapsed();
    fill(told, await notice(problem));
  }
}

/** Order, attempt, provider: each step is one intent, so pressing again goes on where it stopped. */
async function order(told) {
  if (!agreed) {
    document.getElementById("agree")?.focus();
    return void fill(told, h("p", { class: "notice warn" }, t("agree_first")));
  }
  fill(told, h("p", { class: "muted small" }, t("opening")));
  try {
    const made = await once(`order:${holdId}:${choice}`, (key) =>
      post(`${salePath}/orders`, { hold: holdId, coupon: choice }, { key }),
    );
    sessionStorage.setItem(orderSlot, made.id);
    pass.stay();
    if (made.state !== "awaiting_payment") return toOrder(made.id);
    await payAt(made.id);
  } catch (problem) {
    const ordered = sessionStorage.getItem(orderSlot);
    // The order stands; its page offers to pay again and says what is left of the time.
    if (ordered || problem.code === "hold_ordered") return toOrder(ordered ?? problem.body.order);
    if (problem.needsSignIn) return location.assign(signInUrl());
    if (problem.needsPass) return toLine();
    if (problem.code === "hold_lost" || problem.code === "hold_not_found") return lapsed();
    fill(told, await notice(problem));
  }
}

function moreTime(told) {
  const button = h(
    "button",
    {
      type: "button",
      class: "button",
      onclick: () =>
        press(button, async () => {
          try {
            await show(await post(`${holdPath}/extend`, {}, { repeat: true }));
          } catch (problem) {
            fill(told, await notice(problem));
          }
        }),
    },
    t("more_time"),
  );
  return button;
}

function changeSeats() {
  const button = h(
    "button",
    {
      type: "button",
      class: "button plain",
      "data-testid": "change-seats",
      onclick: () =>
        press(button, async () => {
          if (!(await askToRelease())) return;
          await call("DELETE", holdPath, { repeat: true }).catch(() => {});
          pass.stay();
          location.assign(seatsUrl);
        }),
    },
    t("change_seats"),
  );
  return button;
}

function lapsed() {
  clock.stop();
  fill(
    main,
    steps("seats"),
    h("h1", {}, t("checkout")),
    h(
      "div",
      { class: "stack" },
      h("p"),
      h("p", { class: "notice warn", role: "alert", "data-code": "hold_lost" }, t("hold_over")),
      h("a", { class: "button primary", href: seatsUrl, onclick: pass.stay }, t("choose_again")),
    ),
  );
}

function toOrder(id) {
  pass.stay();
  location.replace(`/order/?id=${id}`);
}

function toLine() {
  pass.stay();
  // Should the turn still be there, the waiting page fetches its pass anew.
  remember(sale, { granted: false });
  location.replace(`/wait/?sale=${encodeURIComponent(sale)}&show=${encodeURIComponent(showId)}`);
}
