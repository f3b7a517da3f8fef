import { fill, h, say } from "/js/dom.js";
import { count, t } from "/js/i18n.js";

/**
 * The waiting page's body. Redraws only when the scene changes; numbers are written in place, so focus and screen readers are left in peace.
 * @param {HTMLElement} main @param {string} showUrl
 */
export function roomView(main, showUrl) {
  const title = h("p", { class: "muted" });
  const stage = h("section", { class: "panel scene", "aria-label": t("waiting_room") });
  const spoken = h("p", { class: "sr", role: "status", "aria-live": "polite" });
  const trouble = h("p", { class: "notice warn", hidden: true });
  const after = h("div", { class: "after stack" });
  fill(main, h("div", { class: "stack" }, h("h1", {}, t("waiting_room")), title, trouble, stage, after, spoken));
  let shown = "";
  let spokenAtMs = -Infinity;
  const back = () => h("a", { class: "button", href: showUrl }, t("back"));

  return {
    /** The show's name, once known. @param {string} text */
    named: (text) => say(title, text),
    /** Says that answers are missing; empty takes it away. @param {string} text */
    trouble(text) {
      trouble.hidden = !text;
      say(trouble, text);
    },
    /** Speaks to screen readers, at most every 20 s unless it matters now. @param {string} text @param {boolean} [urgent] */
    speak(text, urgent = false) {
      if (!urgent && performance.now() - spokenAtMs < 20_000) return;
      spokenAtMs = performance.now();
      say(spoken, text);
    },
    /** Place, people ahead, estimate, progress. @param {{number: number, ahead: number, wait: string, done: number, note: string}} line `done` in [0, 1] */
    waiting({ number, ahead, wait, done, note }) {
      if (shown !== "waiting") {
        shown = "waiting";
        fill(stage,
          h("p", { class: "ahead", id: "ahead", "data-testid": "people-ahead" }),
          h("p", {}, t("ahead")),
          h("div", { class: "bar", "aria-hidden": "true" }, h("div", { id: "bar" })),
          h("dl", { class: "pair" },
            h("div", {}, h("dt", {}, t("place")), h("dd", { class: "num", id: "place", "data-testid": "place-number" })),
            h("div", {}, h("dt", {}, t("estimate")), h("dd", { id: "wait", "data-testid": "wait-estimate" }))));
        fill(after, h("p", { class: "muted small", id: "note" }), h("button", { type: "button", class: "button plain", id: "leave", "data-testid": "leave-line" }, t("leave")));
      }
      const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
      say(at("ahead"), count(ahead));
      say(at("place"), count(number));
      say(at("wait"), wait);
      say(at("note"), note);
      at("bar").style.width = `${Math.round(done * 100)}%`;
    },
    /**
     * A scene without numbers.
     * @param {string} scene @param {{mark: string, still?: boolean, text: (string|Node)[], actions?: (Node|null)[], number?: number, testid?: string}} content
     */
    scene(scene, { mark, still, text, actions = [], number, testid }) {
      const same = shown === scene;
      shown = scene;
      if (same) return;
      fill(stage, h("div", { class: "stack", "data-testid": testid, "data-scene": scene },
        h("p", { class: still ? "mark still" : "mark", "aria-hidden": "true" }, mark),
        h("h2", { id: "scene", tabindex: "-1" }, t(scene)),
        text.map((line) => h("p", {}, line)),
        number ? h("p", { class: "muted" }, `${t("place")} `, h("b", { class: "num", "data-testid": "place-number" }, count(number))) : null,
        h("div", { class: "actions" }, actions)));
      fill(after, ["turn", "called"].includes(scene) ? null : back());
    },
    leaveButton: () => document.getElementById("leave"),
  };
}
