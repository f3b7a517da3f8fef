import { fill, h } from "/js/dom.js";
import { frame, ready } from "/js/frame.js";
import { t } from "/js/i18n.js";

await ready("not-found");
fill(
  frame(t("nothing_here")),
  h(
    "div",
    { class: "stack" },
    h("h1", {}, t("nothing_here")),
    h("p", { class: "muted" }, t("nothing_here_text")),
    h("a", { class: "button", href: "/" }, t("to_shows")),
  ),
);
