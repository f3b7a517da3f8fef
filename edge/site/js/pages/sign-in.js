import { post } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { frame, query, ready } from "/js/frame.js";
import { t } from "/js/i18n.js";
import { field, newPassword, ownPassword } from "/js/parts/field.js";
import { notice } from "/js/parts/notice.js";
import { outside } from "/js/parts/outside.js";
import { press } from "/js/parts/press.js";
import { Problem } from "/js/problem.js";
import { markSignedIn } from "/js/session.js";

await ready("sign-in");
const main = frame(t("have_account"));
const typed = { email: "", name: "" };
const told = show(query("new") ? "sign-up" : "sign-in");
// Another service sent the browser back without a sign-in.
if (query("problem")) fill(told, await notice(new Problem({ code: query("problem") })));

/** @param {"sign-in"|"sign-up"} way */
function show(way) {
  const isNew = way === "sign-up";
  const told = h("div", { "aria-live": "polite" });
  const button = h(
    "button",
    { class: "button primary wide", "data-testid": "sign-in-submit" },
    t(isNew ? "do_sign_up" : "do_sign_in"),
  );
  const tab = (to, label) =>
    h(
      "button",
      {
        type: "button",
        "aria-pressed": String(to === way),
        "data-testid": `tab-${to}`,
        onclick: () => {
          keep(form);
          show(to);
        },
      },
      t(label),
    );
  const form = h(
    "form",
    { class: "panel stack", onsubmit: (event) => (event.preventDefault(), press(button, () => send(way, form, told))) },
    isNew && field("name", t("name"), { autocomplete: "name", maxlength: 100, value: typed.name }),
    field("email", t("email"), {
      // Browsers take fewer addresses for real than there are; the server says what is wrong.
      type: "text",
      autocapitalize: "none",
      spellcheck: "false",
      autocomplete: "username",
      inputmode: "email",
      maxlength: 254,
      value: typed.email,
    }),
    isNew ? newPassword("password", t("password"), t("password_hint")) : ownPassword("password", t("password")),
    told,
    button,
  );
  fill(
    main,
    h(
      "div",
      { class: "sign stack" },
      h("h1", {}, t(isNew ? "welcome_new" : "welcome")),
      h("p", { class: "muted" }, t("why")),
      h("div", { class: "tabs", role: "group" }, tab("sign-in", "have_account"), tab("sign-up", "new_here")),
      form,
      !isNew && h("p", {}, h("a", { href: "/forgot/" }, t("forgot"))),
      outside(safeNext(query("next"))),
    ),
  );
  form.querySelector("input")?.focus();
  return told;
}

async function send(way, form, told) {
  keep(form);
  try {
    await post(`/api/v1/auth/${way}`, Object.fromEntries(new FormData(form)));
    markSignedIn();
    location.replace(safeNext(query("next")));
  } catch (problem) {
    fill(told, await notice({ ...problem, body: problem.body, code: problem.code, needsSignIn: false }));
  }
}

/** What was typed survives the change between the two tabs. */
function keep(form) {
  const data = new FormData(form);
  typed.email = String(data.get("email") ?? typed.email);
  typed.name = String(data.get("name") ?? typed.name);
}

/** Only ways within this site: a link that signs in and then leads elsewhere would be a trap. @param {string} next */
function safeNext(next) {
  const url = URL.canParse(next, location.origin) ? new URL(next, location.origin) : null;
  return next && url?.origin === location.origin ? url.pathname + url.search : "/";
}
