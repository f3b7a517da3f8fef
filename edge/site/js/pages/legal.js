import { fill, h } from "/js/dom.js";
import { frame, query, ready } from "/js/frame.js";
import { t } from "/js/i18n.js";

/** What the organiser has to say about the sale: i18n/<language>/legal.js, filled in before the site is deployed. */
await ready("legal", "connection");
const of = ["terms", "privacy", "seller"].find((one) => one === query("of")) ?? "terms";
fill(
  frame(t(of)),
  h("article", { class: "stack", "data-testid": "legal" }, h("h1", {}, t(of)), blocks(t(`${of}_text`) || t("not_filled"))),
);

/** Paragraphs stand apart by an empty line; "# " begins a heading, "- " an item of a list. @param {string} text */
function blocks(text) {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => {
      const lines = block.split("\n").map((line) => line.trim());
      if (lines[0].startsWith("# ")) return h("h2", {}, lines[0].slice(2));
      if (lines.every((line) => line.startsWith("- "))) return h("ul", { class: "bullets" }, lines.map((line) => h("li", {}, line.slice(2))));
      return h("p", {}, lines.join(" "));
    });
}
