import { takeToken } from "/js/account/link.js";
import { post } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { frame, ready } from "/js/frame.js";
import { t } from "/js/i18n.js";
import { form } from "/js/parts/form.js";

const token = takeToken();
await ready("account");
const main = frame(t("verify"));
// A press, not the visit: programs that look links over for viruses visit them, too.
const confirm = form({
  fields: [],
  submit: t("verify"),
  testid: "verify",
  async send() {
    await post("/api/v1/auth/email/verify", { token });
    return [h("p", {}, t("verify_done")), h("a", { class: "button", href: "/" }, t("home"))];
  },
});
fill(
  main,
  h(
    "div",
    { class: "sign stack" },
    h("h1", {}, t("verify")),
    h("p", { class: "muted" }, t("verify_note")),
    h("div", { class: "panel" }, confirm),
  ),
);
