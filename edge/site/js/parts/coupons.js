import { post } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { lang, pick, t } from "/js/i18n.js";
import { once } from "/js/intent.js";
import { formatMoney } from "/js/money.js";
import { notice } from "/js/parts/notice.js";
import { press } from "/js/parts/press.js";

/**
 * The choice of a coupon: the best by default, none, or one by name with the reason when it does not fit; and a field
 * for a code.
 * @param {{quote: any, choice: string, choose: (coupon: string) => void}} page
 */
export function couponChoice({ quote, choice, choose }) {
  const option = ({ value, name, off, why, disabled }) =>
    h(
      "label",
      { class: "coupon" },
      h("input", {
        type: "radio",
        name: "coupon",
        value,
        checked: choice === value,
        disabled,
        onchange: () => choose(value),
      }),
      h("span", {}, name),
      h("span", { class: "num" }, off ? `−${formatMoney(off, lang)}` : ""),
      why && h("span", { class: "why small" }, why),
    );
  const some = quote.options.length > 0;
  return h(
    "section",
    { class: "panel stack" },
    h("h2", {}, t("coupon")),
    some
      ? h(
          "fieldset",
          { class: "coupons" },
          h("legend", { class: "sr" }, t("coupon")),
          option({
            value: "best",
            name: t("coupon_best"),
            off: choice === "best" && quote.discount.minor > 0 ? quote.discount : null,
            why: choice === "best" && quote.coupon ? pick(quote.coupon, "name") : "",
          }),
          quote.options.map((grant) =>
            option({
              value: grant.grant,
              name: pick(grant, "name"),
              off: grant.applicable ? grant.discount : null,
              why: grant.applicable ? "" : pick(grant, "reason"),
              disabled: !grant.applicable,
            }),
          ),
          option({ value: "none", name: t("coupon_none") }),
        )
      : h("p", { class: "muted" }, t("no_coupons")),
    codeField(choose),
  );
}

function codeField(choose) {
  const told = h("div", {});
  const input = h("input", {
    name: "code",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    maxlength: 64,
    required: true,
  });
  const button = h("button", { class: "button" }, t("add"));
  const claim = async () => {
    const code = input.value.trim();
    if (!code) return input.focus();
    try {
      const grant = await once(`claim:${code}`, (key) => post("/api/v1/coupons/claims", { code }, { key }));
      choose(grant.id);
    } catch (problem) {
      if (problem.code === "coupon_owned") return choose("best");
      fill(told, await notice(problem));
    }
  };
  return h(
    "form",
    { class: "stack", onsubmit: (event) => (event.preventDefault(), press(button, claim)) },
    h("div", { class: "code" }, h("label", { class: "field" }, h("span", {}, t("coupon_code")), input), button),
    told,
  );
}
