import { post } from "/js/api.js";
import { h } from "/js/dom.js";
import { t } from "/js/i18n.js";
import { confirm } from "/js/parts/confirm.js";
import { ownPassword } from "/js/parts/field.js";
import { form } from "/js/parts/form.js";

/** Closing the account: what goes, what stays, and the password once more. @param {any} me */
export function closing(me) {
  const close = form({
    fields: me.sign_in.password ? [ownPassword("withdraw_password", t("current_password"))] : [],
    submit: t("withdraw"),
    testid: "withdraw",
    danger: true,
    send: async ({ withdraw_password: password }) => {
      const sure = await confirm({
        title: t("withdraw_sure"),
        text: t("withdraw_final"),
        yes: t("withdraw"),
        no: t("withdraw_not"),
        testid: "withdraw-sure",
      });
      if (!sure) return;
      await post("/api/v1/me/withdraw", password === undefined ? {} : { password }).catch((problem) => {
        const reasons = problem.body?.reasons ?? [];
        if (reasons.length) problem.more = h("ul", {}, reasons.map((reason) => h("li", {}, t(`blocked_${reason}`))));
        throw problem;
      });
      location.assign("/");
    },
  });
  return h(
    "section",
    { class: "panel stack" },
    h("h2", {}, t("withdraw_title")),
    h("p", {}, t("withdraw_erased")),
    h("p", { class: "muted" }, t("withdraw_kept")),
    close,
  );
}
