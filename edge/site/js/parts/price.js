import { h } from "/js/dom.js";
import { lang, pick, t } from "/js/i18n.js";
import { formatMoney } from "/js/money.js";
import { seatName } from "/js/parts/held-banner.js";

/** A quote line by line: what each seat costs, what the coupon takes off and why, the sum. @param {any} quote */
export function priceTable({ lines, subtotal, discount, fees, total, coupon }) {
  const money = (amount) => formatMoney(amount, lang);
  const seat = (line) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, seatName(line), h("span", { class: "muted small" }, ` ${line.grade}`)),
      h(
        "td",
        { class: "num" },
        line.discount.minor > 0 && h("s", { class: "was" }, money(line.price)),
        money(line.paid),
      ),
    );
  const row = (label, amount, testid, props = {}) =>
    h(
      "tr",
      props,
      h("th", { scope: "row" }, label),
      h("td", { class: "num", "data-testid": testid, "data-minor": amount.minor }, money(amount)),
    );
  return h(
    "table",
    { class: "lines" },
    h("tbody", {}, lines.map(seat)),
    h(
      "tbody",
      {},
      row(t("seats_price"), subtotal, "subtotal"),
      discount.minor > 0 &&
        row(t("discount"), { ...discount, minor: -discount.minor }, "discount", { class: "off" }),
      discount.minor > 0 &&
        coupon &&
        h(
          "tr",
          { class: "off why small" },
          h("td", { colspan: 2, "data-testid": "coupon-explanation" }, h("b", {}, pick(coupon, "name")), h("br"), pick(coupon, "explanation")),
        ),
      fees.minor > 0 && row(t("fees"), fees, "fees"),
      row(t("total"), total, "total", { class: "grand" }),
    ),
  );
}
