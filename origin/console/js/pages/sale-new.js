import { call } from "/console/js/api.js";
import { catalog, named } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { select } from "/console/js/form/fields.js";
import { form } from "/console/js/form/form.js";
import { saleFields, saleOf } from "/console/js/form/sale-fields.js";
import { empty, head } from "/console/js/parts/head.js";
import { toast } from "/console/js/parts/toast.js";
import { go } from "/console/js/router.js";
import { date } from "/console/js/time.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function newSale({ main, query, signal }) {
  const { performances } = await catalog(signal);
  const free = performances.filter(({ sale }) => !sale);
  const top = head({ title: "New on-sale", about: "When a performance is sold, and how many people are inside at once.", crumbs: [["Sales", "#/sales"]] });
  if (!free.length) return void fill(main, top, empty("Every performance has its on-sale already.", h("a", { class: "button", href: "#/events" }, "To the events")));
  const wanted = query.get("performance");
  const chosen = free.find(({ id }) => id === wanted) ?? free[0];
  const zone = chosen.venue.timezone ?? "UTC";
  const options = free.map((one) => [one.id, `${named(one.event, "title")} · ${named(one.venue)} · ${date(one.starts_at, one.venue.timezone)}`]);
  const pick = select({ name: "performance", label: "Performance", options, value: chosen.id, wide: true });
  // Another venue may lie in another zone: the page is built anew for it.
  pick.querySelector("select").addEventListener("change", (event) => event.isTrusted && go(`#/sales/new?performance=${event.target.value}`));
  const node = form({
    draft: `sale-new-${chosen.id}`,
    fields: h("div", { class: "stack loose" }, h("div", { class: "fields" }, pick), saleFields({ closes_at: chosen.starts_at }, zone)),
    label: "Create the on-sale",
    testid: "save-sale",
    cancel: "#/sales",
    send(values, key) {
      const body = { performance: chosen.id, ...saleOf(values, zone) };
      return call("POST", "/sales", { body, key: key(body) });
    },
    done(sale) {
      toast("The on-sale is entered.");
      go(chosen.published_at ? `#/sales/${sale.id}` : `#/performances/${chosen.id}`);
    },
  });
  fill(main, top, h("div", { class: "panel" }, node));
}
