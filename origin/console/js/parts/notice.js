import { h } from "/console/js/dom.js";
import { detail, sentence } from "/console/js/problem.js";

/**
 * Says what went wrong, with the problem's own detail and the id by which its log lines are found.
 * @param {any} problem @param {(() => void)|null} [retry] shows a button
 */
export function notice(problem, retry = null) {
  // A mistake of ours, not an answer: whoever looks into it needs the stack.
  if (!problem.code) console.error(problem);
  const more = detail(problem);
  const faults = problem.body?.faults ?? [];
  const id = problem.body?.request_id;
  return h(
    "div",
    { class: "notice bad", role: "alert", "data-code": problem.code ?? "unexpected" },
    h("p", { class: "strong" }, sentence(problem)),
    faults.length > 1 ? h("ul", {}, faults.map(({ line, message }) => h("li", {}, line && h("span", { class: "strong num" }, `Line ${line}: `), message))) : more && h("p", {}, more),
    id && h("p", { class: "small" }, "Request ", h("span", { class: "mono" }, id)),
    retry && h("button", { type: "button", class: "button small", onclick: retry }, "Try again"),
  );
}
