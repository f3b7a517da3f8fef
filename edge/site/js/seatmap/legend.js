import { h } from "/js/dom.js";
import { lang, pick, t } from "/js/i18n.js";
import { formatMoney } from "/js/money.js";
import { addCross, addShape } from "/js/seatmap/shapes.js";

/** What shapes, colours and marks mean, drawn by the same code as the map. @param {any[]} grades */
export function legend(grades) {
  const style = getComputedStyle(document.documentElement);
  const faint = style.getPropertyValue("--faint").trim() || "gray";
  const accent = style.getPropertyValue("--accent").trim();
  const item = (text, paint) => h("li", {}, icon(paint), h("span", {}, text));
  return h(
    "ul",
    { class: "legend small" },
    grades.map((grade, g) =>
      item(`${pick(grade, "name") || grade.code} ${formatMoney(grade.price, lang)}`, (ctx) => {
        ctx.fillStyle = grade.color;
        addShape(ctx, g, 9, 9, 6);
        ctx.fill();
      }),
    ),
    item(t("state_held"), (ctx) => {
      ctx.strokeStyle = grades[0]?.color ?? faint;
      ctx.lineWidth = 1.6;
      addShape(ctx, 0, 9, 9, 5);
      ctx.stroke();
    }),
    item(t("state_taken"), (ctx) => {
      ctx.strokeStyle = faint;
      ctx.lineWidth = 2;
      addCross(ctx, 9, 9, 4);
      ctx.stroke();
    }),
    item(t("state_chosen"), (ctx) => {
      ctx.fillStyle = accent;
      ctx.arc(9, 9, 7, 0, 7);
      ctx.fill();
    }),
  );
}

function icon(paint) {
  const canvas = h("canvas", { width: 36, height: 36, class: "key", "aria-hidden": "true" });
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  ctx.beginPath();
  paint(ctx);
  return canvas;
}
