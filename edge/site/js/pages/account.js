import { closing } from "/js/account/closing.js";
import { password } from "/js/account/password.js";
import { profile } from "/js/account/profile.js";
import { sessions } from "/js/account/sessions.js";
import { get } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { frame, ready } from "/js/frame.js";
import { t } from "/js/i18n.js";
import { failedPage } from "/js/parts/notice.js";

await ready("account");
const main = frame(t("account"));

try {
  const list = sessions();
  // A session that was ended elsewhere is found out here: the access token alone is good for some minutes more.
  const [me] = await Promise.all([get("/api/v1/me"), list.load()]);
  fill(
    main,
    h(
      "div",
      { class: "stack" },
      h("h1", {}, t("account")),
      profile(me),
      password(me, () => void list.reload()),
      list.node,
      closing(me),
      h(
        "p",
        { class: "actions" },
        h("button", { type: "button", class: "button", onclick: () => import("/js/sign-out.js") }, t("sign_out")),
      ),
    ),
  );
} catch (problem) {
  await failedPage(main, problem);
}
