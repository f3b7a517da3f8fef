import { h } from "/console/js/dom.js";

/**
 * Asks before something that many people will feel.
 * @param {{title: string, text: string, yes: string, no?: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function confirm({ title, text, yes, no = "Not now", danger = false }) {
  const dialog = h(
    "dialog",
    { "aria-labelledby": "ask-title", "aria-describedby": "ask-text" },
    h(
      "div",
      { class: "stack" },
      h("h2", { id: "ask-title" }, title),
      h("p", { id: "ask-text" }, text),
      h(
        "form",
        { method: "dialog", class: "actions" },
        h("button", { class: danger ? "button danger" : "button primary", value: "yes", "data-testid": "confirm-yes" }, yes),
        h("button", { class: "button", value: "no", autofocus: true }, no),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
  });
}
