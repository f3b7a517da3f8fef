import { call, get } from "/console/js/api.js";
import { named, saleInFull } from "/console/js/data/catalog.js";
import { fill, h } from "/console/js/dom.js";
import { head } from "/console/js/parts/head.js";
import { notice } from "/console/js/parts/notice.js";
import { saleTabs } from "/console/js/parts/sale-tabs.js";
import { chip } from "/console/js/parts/states.js";
import { toast } from "/console/js/parts/toast.js";
import { date, fromNow, moment } from "/console/js/time.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function readiness({ main, params, signal }) {
  const [{ sale, performance, event, venue }, first] = await Promise.all([saleInFull(params.sale, signal), get(`/sales/${params.sale}/readiness`, { signal })]);
  const [result, trouble] = [h("div", { class: "stack" }), h("div", {})];
  const again = h("button", { type: "button", class: "button", onclick: () => ask(again, () => get(`/sales/${sale.id}/readiness`, { signal }), "Checked.") }, "Check again");
  const warm = h("button", { type: "button", class: "button primary", "data-testid": "warm", onclick: () => ask(warm, () => call("POST", `/sales/${sale.id}/warm`), "Warmed up and checked.") }, "Warm up now");

  function show(list) {
    const open = list.items.filter(({ state }) => state !== "ok").length;
    // The check list speaks UTC; people at the venue do not.
    const local = (text) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) => date(at, venue.timezone));
    fill(
      result,
      h("p", { class: `notice ${list.ready ? "good" : "warn"}`, role: "status", "data-testid": "readiness" }, h("span", { class: "strong" }, list.ready ? "Ready to open." : `Not ready: ${open} of ${list.items.length} points are open.`), ` Checked ${moment(list.checked_at)}.`),
      h(
        "ul",
        { class: "table checks" },
        [...list.items].sort((a, b) => rank(a) - rank(b)).map((item) =>
          h(
            "li",
            { "data-code": item.code },
            h("div", {}, chip(item.state)),
            h("div", {}, h("p", { class: "strong" }, item.title), item.detail && h("p", { class: "muted" }, local(item.detail)), item.state !== "ok" && item.what_to_do && h("p", {}, item.what_to_do)),
          ),
        ),
      ),
    );
  }

  async function ask(button, send, done) {
    button.setAttribute("aria-busy", "true");
    fill(trouble);
    try {
      show(await send());
      toast(done);
    } catch (problem) {
      if (!signal.aborted && !problem.needsSignIn) fill(trouble, notice(problem));
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  const opens = sale.presale?.opens_at ?? sale.general_opens_at;
  const until = Date.parse(opens) - Date.now();
  fill(
    main,
    head({ title: named(event, "title"), about: [named(venue), " · ", date(performance.starts_at, venue.timezone)], crumbs: [["Sales", "#/sales"]] }),
    saleTabs(sale.id, "readiness"),
    h("div", { class: "stack" }, h("div", { class: "row spread" }, h("p", {}, until > 0 ? `Opens ${fromNow(until)}: ${date(opens, venue.timezone)}` : `Open since ${date(opens, venue.timezone)}`), h("div", { class: "actions" }, again, warm)), trouble, result),
  );
  show(first);
}

const rank = ({ state }) => ["bad", "wait", "ok"].indexOf(state);
