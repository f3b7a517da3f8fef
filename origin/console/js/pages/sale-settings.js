import { named, saleInFull } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { change } from "/console/js/form/change.js";
import { form } from "/console/js/form/form.js";
import { saleFields, saleOf } from "/console/js/form/sale-fields.js";
import { head } from "/console/js/parts/head.js";
import { saleTabs } from "/console/js/parts/sale-tabs.js";
import { toast } from "/console/js/parts/toast.js";
import { go } from "/console/js/router.js";
import { date } from "/console/js/time.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function settings({ main, params, signal }) {
  const { sale, performance, event, venue } = await saleInFull(params.sale, signal);
  const zone = venue.timezone;
  const node = form({
    draft: `sale-${sale.id}`,
    fields: saleFields(sale, zone),
    label: "Save",
    testid: "save-sale",
    cancel: `#/sales/${sale.id}`,
    // Paused and capped live, maybe while this page was open: only what was changed here is sent, and no draft undoes it.
    steered: ["mode", "cap"],
    send: (values, _, untouched) => change(`/sales/${sale.id}`, saleOf(untouched, zone), saleOf(values, zone)),
    done() {
      toast("On-sale saved. The room follows within two seconds.");
      go(`#/sales/${sale.id}`);
    },
  });
  const about = [h("a", { href: `#/performances/${performance.id}` }, "Performance"), " · ", named(venue), " · ", date(performance.starts_at, zone)];
  fill(main, head({ title: named(event, "title"), about, crumbs: [["Sales", "#/sales"]] }), saleTabs(sale.id, "settings"), h("div", { class: "panel" }, node));
}
