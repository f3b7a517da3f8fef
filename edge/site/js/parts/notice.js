import { h } from "/js/dom.js";
import { signInUrl } from "/js/frame.js";
import { t } from "/js/i18n.js";
import { sentence } from "/js/sentence.js";

/**
 * Says what went wrong and what to do, as an alert.
 * @param {any} problem @param {(() => void)|null} [retry] shows a button when trying again makes sense
 * @returns {Promise<HTMLElement>}
 */
export async function notice(problem, retry = null) {
  // A mistake of ours, not an answer: the reader sees "unexpected", whoever looks into it needs the stack.
  if (!problem.code) console.error(problem);
  const said = await sentence(problem);
  // Of use where somebody has to look into it; a wrong password needs no number.
  const reference = !(problem.status < 500) && problem.body?.request_id;
  return h(
    "div",
    { class: "notice bad", role: "alert", "data-code": problem.code ?? "unexpected" },
    h("p", {}, said),
    reference && h("p", { class: "small" }, t("reference", { id: reference })),
    problem.needsSignIn && h("a", { class: "button", href: signInUrl() }, t("sign_in")),
    retry && !problem.needsSignIn && h("button", { type: "button", class: "button", onclick: retry }, t("try_again")),
  );
}

/** A whole page that could not be loaded. @param {HTMLElement} main @param {any} problem */
export async function failedPage(main, problem) {
  if (problem.needsSignIn) return location.replace(signInUrl());
  // What is not there will not be there for asking again.
  const missing = problem.status === 404;
  const told = await notice(problem, missing ? null : () => location.reload());
  main.replaceChildren(
    h("h1", {}, t(missing ? "not_here" : "could_not_load")),
    h(
      "div",
      { class: "stack" },
      h("p"),
      told,
      h("p", {}, h("a", { class: "button", href: "/" }, t("home"))),
    ),
  );
}
