import { now } from "/js/clock.js";
import { h } from "/js/dom.js";
import { lang, t } from "/js/i18n.js";
import { localDate } from "/js/time.js";

/** Where a performance's on-sale stands, in a word. @param {any} show PerformanceSummary */
export function saleChip({ status, on_sale, venue }) {
  if (status === "closed") return h("span", { class: "chip" }, t("sale_closed"));
  if (status === "on_sale") return h("span", { class: "chip go" }, t("on_sale"));
  const presale = on_sale.presale_opens_at && Date.parse(on_sale.presale_opens_at) > now();
  return h(
    "span",
    { class: "chip warn" },
    t(presale ? "presale_opens" : "opens", {
      at: localDate(presale ? on_sale.presale_opens_at : on_sale.general_opens_at, lang, "short", venue.timezone),
    }),
  );
}
