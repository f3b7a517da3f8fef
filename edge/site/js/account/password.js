import { post } from "/js/api.js";
import { h } from "/js/dom.js";
import { t } from "/js/i18n.js";
import { newPassword, ownPassword } from "/js/parts/field.js";
import { form } from "/js/parts/form.js";

/** Another password; or the way to a first one. @param {any} me @param {() => void} changed */
export function password(me, changed) {
  const change = () =>
    form({
      fields: [
        ownPassword("current_password", t("current_password")),
        newPassword("password", t("new_password"), t("password_hint")),
      ],
      submit: t("change_password"),
      testid: "change-password",
      async send(values) {
        await post("/api/v1/me/password", values);
        changed();
        return t("password_changed");
      },
    });
  return h(
    "section",
    { class: "panel stack" },
    h("h2", {}, t("password")),
    me.sign_in.password
      ? [h("p", { class: "muted" }, t("password_note")), change()]
      : [h("p", {}, t("no_password")), h("a", { class: "button", href: "/forgot/" }, t("set_password"))],
  );
}
