import { fill, h, say } from "/js/dom.js";
import { count, t } from "/js/i18n.js";

/**
 * The waiting page's body. A scene is drawn once; numbers are then written in place, which keeps the focus.
 * @param {HTMLElement} main
 */
export function lineView(main) {
  const named = h("p", { class: "muted" });
  const stage = h("section", { class: "panel scene" });
  const spoken = h("p", { class: "sr", role: "status" });
  const trouble = h("p", { class: "notice warn", hidden: true });
  const after = h("div", { class: "after stack" });
  let shown = "";
  let spokenAtMs = -Infinity;
  fill(main, h("div", { class: "stack" }, h("h1", {}, t("waiting_room")), named, trouble, stage, after, spoken));

  const value = (testid) => h("dd", { class: "num", "data-testid": testid });
  const [ahead, place, wait] = [
    h("p", { class: "ahead", "data-testid": "people-ahead" }),
    value("place-number"),
    value("wait-estimate"),
  ];
  const [bar, note, unit, term] = [h("div"), h("p", { class: "muted small" }), h("p"), h("dt", {}, t("estimate"))];
  let clock = "";

  const view = {
    /** The show's name, once known. @param {string} text */
    named: (text) => say(named, text),
    /** Says that answers are missing; empty takes it away. @param {string} text */
    trouble(text) {
      trouble.hidden = !text;
      say(trouble, text);
    },
    /** For screen readers: numbers at most every 20 s. @param {string} text @param {boolean} [urgent] */
    speak(text, urgent = false) {
      if (!urgent && performance.now() - spokenAtMs < 20_000) return;
      spokenAtMs = performance.now();
      say(spoken, text);
    },
    /**
     * Draws a scene unless it is there already.
     * @param {string} scene
     * @param {() => {stage: any[], after: any[]}} draw
     */
    draw(scene, draw) {
      if (shown === scene) return;
      shown = scene;
      const drawn = draw();
      fill(stage, drawn.stage);
      fill(after, drawn.after);
    },
    /** The time until the sale opens, in the estimate's place; empty gives it back. @param {string} text */
    opensIn(text) {
      clock = text;
      say(term, t(text ? "opens_in" : "estimate"));
      if (text) say(wait, text);
    },
    /**
     * @param {{number: number, ahead: number, wait: string, done: number, note: string, leave: () => void}} line `done`
     *   in [0, 1]
     */
    waiting(line) {
      view.draw("waiting", () => ({
        stage: [
          ahead,
          unit,
          h("div", { class: "bar", "aria-hidden": "true" }, bar),
          h("dl", { class: "pair" }, h("div", {}, h("dt", {}, t("place")), place), h("div", {}, term, wait)),
        ],
        after: [
          note,
          h(
            "button",
            { type: "button", class: "button plain", "data-testid": "leave-line", onclick: line.leave },
            t("leave"),
          ),
        ],
      }));
      say(ahead, t("ahead_n", { n: count(line.ahead) }));
      say(unit, t(line.ahead > 1 ? "ahead" : `ahead_${line.ahead}`));
      say(place, count(line.number));
      if (!clock) say(wait, line.wait);
      say(note, line.note);
      bar.style.width = `${Math.round(line.done * 100)}%`;
    },
  };
  return view;
}
