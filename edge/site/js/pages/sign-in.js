import { post } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { frame, query, ready } from "/js/frame.js";
import { t } from "/js/i18n.js";
import { notice } from "/js/parts/notice.js";
import { press } from "/js/parts/press.js";
import { markSignedIn } from "/js/session.js";

await ready("sign-in");
const main = frame(t("have_account"));
const typed = { email: "", name: "" };
show(query("new") ? "sign-up" : "sign-in");

/** @param {"sign-in"|"sign-up"} way */
function show(way) {
  const isNew = way === "sign-up";
  const told = h("div", { "aria-live": "polite" });
  const button = h(
    "button",
    { class: "button primary wide", "data-testid": "sign-in-submit" },
    t(isNew ? "do_sign_up" : "do_sign_in"),
  );
  const field = (name, props, hint) =>
    h(
      "label",
      { class: "field" },
      h("span", {}, t(name)),
      h("input", { name, id: name, required: true, "aria-describedby": hint && `${name}-hint`, ...props }),
      hint && h("small", { class: "muted", id: `${name}-hint` }, hint),
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
    isNew && field("name", { autocomplete: "name", maxlength: 60, value: typed.name }),
    field("email", { type: "email", autocomplete: "username", inputmode: "email", maxlength: 254, value: typed.email }),
    field(
      "password",
      {
        type: "password",
        autocomplete: isNew ? "new-password" : "current-password",
        minlength: isNew ? 10 : null,
        maxlength: 128,
      },
      isNew && t("password_hint"),
    ),
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
    ),
  );
  form.querySelector("input")?.focus();
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
