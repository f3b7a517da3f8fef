import { fill, h } from "/js/dom.js";
import { notice } from "/js/parts/notice.js";
import { press } from "/js/parts/press.js";

/**
 * A form with one button, which says below its fields what went wrong or well.
 * @param {{fields: any[], submit: string, testid: string, danger?: boolean,
 *   send: (values: Record<string, string>) => Promise<any>}} of
 *   `send` answers with what is said when it went well; nothing, when the page goes on by itself
 */
export function form({ fields, submit, testid, danger, send }) {
  const told = h("div", { "aria-live": "polite" });
  const button = h("button", { class: `button ${danger ? "danger" : "primary"}`, "data-testid": testid }, submit);
  const node = h(
    "form",
    { class: "stack", onsubmit: (event) => (event.preventDefault(), press(button, work)) },
    fields,
    told,
    button,
  );
  async function work() {
    try {
      const said = await send(/** @type {any} */ (Object.fromEntries(new FormData(node))));
      if (said === undefined) return;
      node.reset();
      fill(told, h("div", { class: "notice good", role: "status", "data-testid": `${testid}-done` }, said));
    } catch (problem) {
      fill(told, await notice(problem), problem.more);
    }
  }
  return node;
}
