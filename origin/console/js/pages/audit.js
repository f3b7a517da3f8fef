import { get } from "/console/js/api.js";
import { ACTS, actName } from "/console/js/data/acts.js";
import { changesOf } from "/console/js/data/changes.js";
import { fill, h } from "/console/js/dom.js";
import { input, select, when } from "/console/js/form/fields.js";
import { read } from "/console/js/form/form.js";
import { empty, head } from "/console/js/parts/head.js";
import { pages } from "/console/js/parts/more.js";
import { notice } from "/console/js/parts/notice.js";
import { table } from "/console/js/parts/table.js";
import { go } from "/console/js/router.js";
import { fieldOf, moment, momentOf } from "/console/js/time.js";

const FILTERS = ["actor", "subject", "action", "from", "to"];
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** Where a subject has a page of its own. */
const PAGES = { sale: "sales", order: "orders", event: "events", venue: "venues", performance: "performances" };

/** @param {import("/console/js/router.js").Place} place */
export default async function audit({ main, query, signal }) {
  const wanted = new URLSearchParams([...query].filter(([name, value]) => FILTERS.includes(name) && value));
  const path = (cursor) => `/audit?${new URLSearchParams([...wanted, ...(cursor ? [["cursor", cursor]] : [])])}`;
  const search = h(
    "form",
    { class: "search panel", role: "search", onsubmit: find },
    input({ name: "actor", label: "Who", hint: "E-mail address or account id", optional: true, type: "search", value: wanted.get("actor") }),
    input({ name: "subject", label: "About", hint: "Id of a sale, order, venue …, or an address", optional: true, type: "search", value: wanted.get("subject") }),
    select({ name: "action", label: "Act", slim: true, optional: true, options: [["", "Any"], ...ACTS.map((act) => [act, actName(act)])], value: wanted.get("action") ?? "" }),
    h("span", { class: "break" }),
    when({ name: "from", label: "From", slim: true, optional: true, value: fieldOf(wanted.get("from"), ZONE) }),
    when({ name: "to", label: "To", slim: true, optional: true, value: fieldOf(wanted.get("to"), ZONE) }),
    h("div", { class: "actions" }, h("button", { class: "button primary", "data-testid": "filter-acts" }, "Filter"), wanted.size > 0 && h("a", { class: "button", href: "#/audit" }, "Clear")),
  );

  function find(event) {
    event.preventDefault();
    const typed = read(search);
    const asked = { ...typed, from: momentOf(typed.from, ZONE), to: momentOf(typed.to, ZONE) };
    go(`#/audit?${new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, value?.trim() ?? ""]).filter(([, value]) => value))}`);
  }

  const top = head({ title: "Audit log", about: "Every act of staff, newest first. It can only grow." });
  try {
    const first = await get(path(""), { signal });
    const list = first.items.length ? pages(first, { next: (cursor) => get(path(cursor), { signal }), show: actsTable }) : empty(wanted.size ? "No act fits these filters." : "Nobody has done anything yet.");
    fill(main, top, h("div", { class: "stack" }, search, list));
  } catch (problem) {
    if (problem.status !== 403 && problem.status !== 422 && problem.status !== 400) throw problem;
    // The filters stay: one of them may be what is wrong.
    fill(main, top, h("div", { class: "stack" }, problem.status !== 403 && search, notice(problem)));
  }
}

const actsTable = (rows) =>
  table({
    caption: "Acts, newest first",
    silent: true,
    testid: "acts",
    rows,
    columns: [
      { name: "When", show: (act) => h("span", { class: "nowrap" }, moment(act.at)) },
      { name: "Who", show: (act) => (act.actor ? h("a", { href: `#/audit?actor=${encodeURIComponent(act.actor.id)}` }, act.actor.email) : h("span", { class: "muted" }, "Nobody signed in")) },
      { name: "Act", show: (act) => h("span", { "data-action": act.action }, actName(act.action)) },
      { name: "About", show: about },
      { name: "Change", show: change },
      { name: "Request", show: (act) => (act.request_id ? h("details", {}, h("summary", {}, "Id"), h("span", { class: "mono" }, act.request_id)) : "–") },
    ],
  });

function about({ subject }) {
  if (!subject?.id) return subject?.kind ?? "–";
  const page = PAGES[subject.kind];
  // The end of a time-ordered id is the part that differs.
  const short = subject.id.includes("@") ? subject.id : `${subject.kind} …${subject.id.slice(-8)}`;
  return [page ? h("a", { href: `#/${page}/${subject.id}`, title: subject.id }, short) : h("span", { title: subject.id }, short), " ", h("a", { class: "small muted nowrap", href: `#/audit?subject=${encodeURIComponent(subject.id)}` }, "all acts", h("span", { class: "sr" }, ` about ${subject.id}`))];
}

function change(act) {
  const changes = changesOf(act.before, act.after);
  if (!changes.length) return "–";
  const line = ({ path, before, after }) => (act.before ? `${path}: ${before} → ${after}` : `${path}: ${after}`);
  if (changes.length === 1) return h("span", { class: "num" }, line(changes[0]));
  return h("details", {}, h("summary", {}, `${changes.length} fields`), h("pre", { class: "change", tabindex: "0" }, changes.map(line).join("\n")));
}
