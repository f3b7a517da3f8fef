import { post } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { frame, ready } from "/js/frame.js";
import { t } from "/js/i18n.js";
import { field } from "/js/parts/field.js";
import { form } from "/js/parts/form.js";

await ready("account");
const main = frame(t("forgot"));
const ask = form({
  fields: [
    field("email", t("email"), { type: "text", autocapitalize: "none", spellcheck: "false", autocomplete: "username", inputmode: "email", maxlength: 254 }),
  ],
  submit: t("send_link"),
  testid: "forgot",
  async send(values) {
    await post("/api/v1/auth/password/forgot", values);
    // Said of every address: whether there is an account is nobody's business.
    return t("link_sent", { email: values.email });
  },
});
fill(
  main,
  h(
    "div",
    { class: "sign stack" },
    h("h1", {}, t("forgot")),
    h("p", { class: "muted" }, t("forgot_note")),
    h("div", { class: "panel" }, ask),
    h("p", {}, h("a", { href: "/sign-in/" }, t("to_sign_in"))),
  ),
);
