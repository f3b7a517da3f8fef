import { h } from "/js/dom.js";

/**
 * Asks before something that cannot be undone.
 * @param {{title: string, text: string, yes: string, no: string, testid?: string}} question
 * @returns {Promise<boolean>}
 */
export function confirm({ title, text, yes, no, testid }) {
  const dialog = h(
    "dialog",
    { "aria-labelledby": "ask-title" },
    h(
      "div",
      { class: "stack" },
      h("h2", { id: "ask-title" }, title),
      h("p", {}, text),
      h(
        "form",
        { method: "dialog", class: "actions" },
        h("button", { class: "button", value: "no", autofocus: true }, no),
        h("button", { class: "button danger", value: "yes", "data-testid": testid }, yes),
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
