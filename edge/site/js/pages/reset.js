import { takeToken } from "/js/account/link.js";
import { post } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { frame, ready } from "/js/frame.js";
import { t } from "/js/i18n.js";
import { newPassword } from "/js/parts/field.js";
import { form } from "/js/parts/form.js";

const token = takeToken();
await ready("account");
const main = frame(t("reset"));
const set = form({
  fields: [newPassword("password", t("new_password"), t("password_hint"))],
  submit: t("reset"),
  testid: "reset",
  async send({ password }) {
    await post("/api/v1/auth/password/reset", { token, password });
    return [h("p", {}, t("reset_done")), h("a", { class: "button", href: "/sign-in/" }, t("to_sign_in"))];
  },
});
fill(
  main,
  h(
    "div",
    { class: "sign stack" },
    h("h1", {}, t("reset")),
    h("p", { class: "muted" }, t("reset_note")),
    h("div", { class: "panel" }, set),
    h("p", {}, h("a", { href: "/forgot/" }, t("new_link"))),
  ),
);
