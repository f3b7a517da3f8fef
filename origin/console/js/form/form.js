import { fill, h } from "/console/js/dom.js";
import { Draft } from "/console/js/form/draft.js";
import { check, clear, mark } from "/console/js/form/faults.js";
import { notice } from "/console/js/parts/notice.js";
import { detail } from "/console/js/problem.js";

/**
 * A form that loses nothing. Values come by the names of its controls; numbers as numbers, boxes as booleans.
 * @param {{
 *   draft?: string, fields: any, label: string, testid?: string, cancel?: string, secondary?: any,
 *   send: (values: any, key: (body: any) => string, untouched: any) => Promise<any>, done: (answer: any) => void,
 *   extra?: {read: () => any, restore: (state: any) => void, node?: HTMLElement},
 *   steered?: string[],
 * }} how `draft`: its name, when it is to be kept; `extra`: state of the form that no control holds; `untouched`: the values
 *   as the page was opened; `steered`: controls that no draft brings back, because they are changed elsewhere in a hurry
 */
export function form({ draft: name, fields, label, testid, cancel, secondary, send, done, extra, steered = [] }) {
  const draft = new Draft(name ?? "none");
  const trouble = h("div", {});
  const button = h("button", { class: "button primary", "data-testid": testid }, label);
  const node = h("form", { class: "stack loose", novalidate: true }, fields, trouble, h("div", { class: "actions" }, button, secondary, cancel && h("a", { class: "button", href: cancel }, "Cancel")));

  const untouched = read(node);
  const state = () => ({ controls: read(node), extra: extra?.read() });
  const keep = () => name && draft.keep(state());
  if (name && draft.values) {
    extra?.restore(draft.values.extra);
    restore(node, Object.fromEntries(Object.entries(draft.values.controls).filter(([name]) => !steered.includes(name))));
    const forget = () => {
      draft.done();
      dispatchEvent(new Event("hashchange"));
    };
    node.prepend(h("p", { class: "notice row" }, "What you typed before is back.", h("button", { type: "button", class: "link", onclick: forget }, "Start over")));
  }
  node.addEventListener("input", keep);
  node.addEventListener("fr-changed", keep);
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy")) return;
    clear(node);
    fill(trouble);
    const wrong = check(node);
    if (wrong) return wrong.focus();
    keep();
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await send(read(node), (body) => draft.key(body), untouched);
      draft.done();
      done(answer);
    } catch (problem) {
      refuse(problem);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });

  function refuse(problem) {
    if (problem.needsSignIn) return;
    const control = problem.body?.field && controlOf(node, problem.body.field);
    fill(trouble, notice(problem));
    if (control) {
      mark(control, detail(problem)?.replace(/^[\w [\].]+: /, "") ?? "This cannot be taken.");
      control.focus();
    } else trouble.scrollIntoView({ block: "nearest" });
  }
  return node;
}

/** Values by name. @param {HTMLFormElement} node @returns {Record<string, any>} */
export function read(node) {
  const values = {};
  for (const control of /** @type {any} */ (node.elements)) {
    if (!control.name || control.disabled || control.type === "file" || (control.type === "radio" && !control.checked)) continue;
    if (control.type === "checkbox") values[control.name] = control.checked;
    else if (control.type === "number") values[control.name] = control.value === "" ? null : Number(control.value);
    else values[control.name] = control.value;
  }
  return values;
}

function restore(node, values) {
  for (const control of /** @type {any} */ (node.elements)) {
    if (!(control.name in values) || control.type === "file") continue;
    const value = values[control.name];
    if (control.type === "checkbox") control.checked = value;
    else if (control.type === "radio") control.checked = control.value === value;
    else control.value = value ?? "";
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** The control that a field's path names; the nearest one above it when it has none of its own. */
function controlOf(node, path) {
  for (let name = path; name; name = name.replace(/(^|\.)[^.]*$/, "")) {
    const control = node.querySelector(`[name="${CSS.escape(name)}"]`);
    if (control) return control;
  }
  return null;
}
