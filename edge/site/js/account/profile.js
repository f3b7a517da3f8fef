import { post } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { t } from "/js/i18n.js";
import { notice } from "/js/parts/notice.js";
import { press } from "/js/parts/press.js";

/** Who somebody is here, and whether the address is proved. @param {any} me */
export function profile(me) {
  const told = h("div", { "aria-live": "polite" });
  const again = h(
    "button",
    { type: "button", class: "button", "data-testid": "send-verification", onclick: () => press(again, send) },
    t("send_again"),
  );
  async function send() {
    try {
      await post("/api/v1/me/email/verification", {});
      fill(told, h("p", { class: "notice good" }, t("sent_again", { email: me.email })));
    } catch (problem) {
      fill(told, await notice(problem));
    }
  }
  return h(
    "section",
    { class: "panel stack" },
    h("h2", {}, t("profile")),
    h(
      "dl",
      { class: "facts" },
      h("dt", { class: "muted" }, t("name")),
      h("dd", {}, me.name),
      h("dt", { class: "muted" }, t("email")),
      h("dd", {}, me.email, " ", state(me.email_verified)),
      me.sign_in.providers.length > 0 && h("dt", { class: "muted" }, t("also_by")),
      me.sign_in.providers.length > 0 && h("dd", {}, me.sign_in.providers.join(", ")),
    ),
    !me.email_verified && [h("p", {}, t("verify_why")), told, again],
  );
}

const state = (verified) =>
  h(
    "span",
    { class: `chip ${verified ? "go" : "warn"}`, "data-testid": "email-state", "data-verified": String(verified) },
    t(verified ? "verified" : "unverified"),
  );
