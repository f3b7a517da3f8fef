import { call, get } from "/console/js/api.js";
import { named } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { input, select } from "/console/js/form/fields.js";
import { form } from "/console/js/form/form.js";
import { price, several } from "/console/js/money.js";
import { empty, head } from "/console/js/parts/head.js";
import { chip } from "/console/js/parts/states.js";
import { table } from "/console/js/parts/table.js";
import { toast } from "/console/js/parts/toast.js";
import { go } from "/console/js/router.js";
import { date } from "/console/js/time.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function coupons({ main, signal }) {
  const { items } = await get("/coupons", { signal });
  const make = h("a", { class: "button primary", href: "#/coupons/new" }, "New coupon");
  fill(
    main,
    head({ title: "Coupons", about: several(items.length, "coupon", "coupons"), actions: make }),
    items.length
      ? h(
          "div",
          { class: "stack" },
          table({
            caption: "Coupons, newest first",
            silent: true,
            testid: "coupons",
            rows: items,
            columns: [
              { name: "Coupon", show: (coupon) => [named(coupon), h("div", { class: "small muted", lang: "ko" }, coupon.name)] },
              { name: "Code", show: (coupon) => (coupon.code ? h("span", { class: "mono" }, coupon.code) : "–") },
              { name: "Discount", show: discount },
              { name: "From", right: true, show: (coupon) => price(coupon.minimum_spend) },
              { name: "Where", show: (coupon) => (coupon.performance_id ? h("a", { href: `#/performances/${coupon.performance_id}` }, "One performance") : "Everywhere") },
              { name: "Valid", show: (coupon) => [validity(coupon), h("div", { class: "small muted" }, `${date(coupon.valid_from)} to ${date(coupon.valid_until)}`)] },
            ],
          }),
          grantForm(items),
        )
      : empty("No coupon has been made yet.", h("a", { class: "button", href: "#/coupons/new" }, "Make the first")),
  );
}

const discount = (coupon) => (coupon.kind === "fixed" ? price(coupon.amount) : `${coupon.bps / 100} %, at most ${price(coupon.cap)}`);

function validity({ valid_from, valid_until }) {
  const now = Date.now();
  if (now < Date.parse(valid_from)) return chip("upcoming");
  return chip(now < Date.parse(valid_until) ? "open" : "over");
}

function grantForm(items) {
  const node = form({
    draft: "grant",
    fields: h(
      "div",
      { class: "fields" },
      select({ name: "coupon", label: "Coupon", options: items.map((coupon) => [coupon.id, named(coupon)]) }),
      input({ name: "to", label: "Recipient", hint: "E-mail address or account id" }),
    ),
    label: "Give the coupon",
    testid: "save-grant",
    send({ coupon, to }, key) {
      const whom = to.trim();
      const body = { coupon, ...(whom.startsWith("acc_") ? { account: whom } : { email: whom }) };
      return call("POST", "/grants", { body, key: key(body) });
    },
    done() {
      toast("They have the coupon now.");
      go("#/coupons");
    },
  });
  return h("section", { class: "panel" }, h("h2", {}, "Give somebody a coupon"), node);
}
