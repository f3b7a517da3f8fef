import { get } from "/console/js/api.js";
import { fill, h } from "/console/js/dom.js";
import { input } from "/console/js/form/fields.js";
import { read } from "/console/js/form/form.js";
import { empty, head } from "/console/js/parts/head.js";
import { pages } from "/console/js/parts/more.js";
import { notice } from "/console/js/parts/notice.js";
import { table } from "/console/js/parts/table.js";
import { changesOf } from "/console/js/data/changes.js";
import { go } from "/console/js/router.js";
import { moment } from "/console/js/time.js";

const FILTERS = ["actor", "subject", "action"];

/** @param {import("/console/js/router.js").Place} place */
export default async function audit({ main, query, signal }) {
  const wanted = new URLSearchParams([...query].filter(([name, value]) => FILTERS.includes(name) && value));
  const path = (cursor) => `/audit?${new URLSearchParams([...wanted, ...(cursor ? [["cursor", cursor]] : [])])}`;
  const search = h(
    "form",
    { class: "search panel", role: "search", onsubmit: find },
    input({ name: "actor", label: "Who", hint: "E-mail address or account id", optional: true, type: "search", value: wanted.get("actor") }),
    input({ name: "subject", label: "What", hint: "Id of a sale, order, venue …", optional: true, type: "search", value: wanted.get("subject") }),
    input({ name: "action", label: "Act", hint: "Such as sale.pause", optional: true, type: "search", value: wanted.get("action") }),
    h("button", { class: "button primary" }, "Filter"),
  );

  function find(event) {
    event.preventDefault();
    const asked = Object.entries(read(search)).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
    go(`#/audit?${new URLSearchParams(asked)}`);
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
      { name: "Who", show: (act) => (act.actor?.email ? h("a", { href: `#/audit?actor=${encodeURIComponent(act.actor.email)}` }, act.actor.email) : "nobody known") },
      { name: "Act", show: (act) => h("a", { href: `#/audit?action=${encodeURIComponent(act.action)}`, class: "mono" }, act.action) },
      { name: "What", show: (act) => (act.subject?.id ? [h("span", { class: "small muted" }, act.subject.kind, " "), h("a", { href: `#/audit?subject=${encodeURIComponent(act.subject.id)}`, class: "mono" }, `…${act.subject.id.slice(-8)}`)] : act.subject?.kind ?? "–") },
      { name: "Change", show: change },
      { name: "Request", show: (act) => h("span", { class: "mono muted" }, act.request_id?.slice(0, 13) ?? "–") },
    ],
  });

function change(act) {
  const changes = changesOf(act.before, act.after);
  if (!changes.length) return "–";
  const [first] = changes;
  const line = ({ path, before, after }) => `${path}: ${before} → ${after}`;
  if (changes.length === 1) return h("span", { class: "num" }, line(first));
  return h("details", {}, h("summary", {}, `${changes.length} fields`), h("pre", { class: "change" }, changes.map(line).join("\n")));
}
