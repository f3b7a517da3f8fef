import { call } from "/console/js/api.js";
import { catalog, named } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { input, number, select, when } from "/console/js/form/fields.js";
import { form } from "/console/js/form/form.js";
import { head } from "/console/js/parts/head.js";
import { toast } from "/console/js/parts/toast.js";
import { go } from "/console/js/router.js";
import { date, fieldOf, momentOf } from "/console/js/time.js";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const MONTH_MS = 30 * 86_400_000;

/** @param {import("/console/js/router.js").Place} place */
export default async function newCoupon({ main, signal }) {
  const { performances } = await catalog(signal);
  const kind = select({ name: "kind", label: "Kind", options: [["fixed", "A fixed amount"], ["percent", "A percentage of the order"]], value: "fixed" });
  const parts = {
    fixed: h("div", { class: "fields wide" }, number({ name: "amount", label: "Discount, in ₩", min: 1, max: 100_000_000, value: 5_000 })),
    percent: h("div", { class: "fields wide" }, number({ name: "percent", label: "Discount, in %", hint: "Two decimals at most", min: 0.01, max: 100, step: 0.01, value: 10 }), number({ name: "cap", label: "At most, in ₩", min: 1, max: 100_000_000, value: 10_000 })),
  };
  const follow = () => {
    for (const [name, part] of Object.entries(parts)) {
      part.hidden = name !== kind.querySelector("select").value;
      for (const control of part.querySelectorAll("input")) control.disabled = part.hidden;
    }
  };
  kind.querySelector("select").addEventListener("change", follow);
  follow();
  const now = Date.now();
  const node = form({
    draft: "coupon-new",
    fields: h(
      "div",
      { class: "fields" },
      input({ name: "name", label: "Name in Korean", lang: "ko", maxlength: 100 }),
      input({ name: "name_en", label: "Name in English", maxlength: 100 }),
      input({ name: "code", label: "Code", hint: "What buyers enter: 6 to 100 letters, digits and hyphens. Without one only staff give it.", pattern: "[A-Za-z0-9\\-]{6,100}", title: "6 to 100 letters, digits and hyphens", optional: true, wide: true }),
      kind,
      number({ name: "minimum_spend", label: "Minimum spend, in ₩", min: 0, max: 100_000_000, value: 0 }),
      parts.fixed,
      parts.percent,
      select({ name: "performance_id", label: "Valid for", wide: true, optional: true, options: [["", "Every performance"], ...performances.map((one) => [one.id, `${named(one.event, "title")} · ${date(one.starts_at, one.venue.timezone)}`])] }),
      when({ name: "valid_from", label: "Valid from", hint: `In ${ZONE}`, value: fieldOf(new Date(now).toISOString(), ZONE) }),
      when({ name: "valid_until", label: "Valid until", hint: `In ${ZONE}`, value: fieldOf(new Date(now + MONTH_MS).toISOString(), ZONE) }),
    ),
    label: "Create the coupon",
    testid: "save-coupon",
    cancel: "#/coupons",
    send(values, key) {
      const body = couponOf(values);
      return call("POST", "/coupons", { body, key: key(body) });
    },
    done() {
      toast("The coupon is made.");
      go("#/coupons");
    },
  });
  fill(main, head({ title: "New coupon", crumbs: [["Coupons", "#/coupons"]] }), h("div", { class: "panel" }, node));
}

/** What was entered, as the API takes it. */
const couponOf = (values) => ({
  code: values.code || null,
  name: values.name,
  name_en: values.name_en,
  kind: values.kind,
  ...(values.kind === "fixed" ? { amount: values.amount } : { bps: Math.round(values.percent * 100), cap: values.cap }),
  minimum_spend: values.minimum_spend,
  performance_id: values.performance_id || null,
  valid_from: momentOf(values.valid_from, ZONE),
  valid_until: momentOf(values.valid_until, ZONE),
});
