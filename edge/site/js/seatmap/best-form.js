import { h } from "/js/dom.js";
import { lang, pick, t } from "/js/i18n.js";
import { formatMoney } from "/js/money.js";
import { many } from "/js/wording.js";

/**
 * Seats for those who do not want to look for them: a grade, how many, one press.
 * @param {any[]} grades @param {number} limit seats one person may choose
 * @param {(grade: number, n: number) => void} choose
 */
export function bestForm(grades, limit, choose) {
  const grade = h(
    "select",
    { name: "grade" },
    grades.map((one, g) =>
      h("option", { value: g }, `${pick(one, "name") || one.code} ${formatMoney(one.price, lang)}`),
    ),
  );
  const n = h(
    "select",
    { name: "count" },
    Array.from({ length: limit }, (_, k) => h("option", { value: k + 1, selected: k + 1 === Math.min(2, limit) }, many("n_seats", k + 1))),
  );
  return h(
    "form",
    {
      class: "best",
      "data-testid": "best",
      onsubmit: (event) => (event.preventDefault(), choose(Number(grade.value), Number(n.value))),
    },
    h("label", { class: "field" }, h("span", {}, t("best_grade")), grade),
    h("label", { class: "field" }, h("span", {}, t("best_count")), n),
    h("button", { class: "button", "data-testid": "best-button" }, t("best")),
  );
}
