import { get } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { frame, query, ready, setTitle } from "/js/frame.js";
import { pick, t } from "/js/i18n.js";
import { failedPage } from "/js/parts/notice.js";
import { tone } from "/js/parts/poster.js";
import { showBrief } from "/js/parts/show-brief.js";

await ready("ticket", "when");
const id = encodeURIComponent(query("id"));
const main = frame(t("ticket"));

try {
  const ticket = await get(`/api/v1/tickets/${id}`);
  const show = ticket.performance;
  setTitle(`${t("ticket")} · ${pick(show, "title")}`);
  fill(
    main,
    h(
      "article",
      { class: ticket.state === "valid" ? "panel pass-card" : "panel pass-card off", "data-state": ticket.state },
      h("header", { class: tone(show.id) }, h("p", { class: "small" }, "Frontrow"), showBrief(show, "h1")),
      h(
        "div",
        { class: "qr" },
        h("img", {
          src: `/api/v1/tickets/${id}/qr.svg`,
          alt: t("qr_alt"),
          width: 304,
          height: 304,
          "data-testid": "ticket-qr",
        }),
      ),
      h(
        "dl",
        {},
        [
          ["section", ticket.section],
          ["row", ticket.row],
          ["seat", ticket.label],
        ].map(([term, text]) => h("div", {}, h("dt", {}, t(term)), h("dd", { class: "num" }, text))),
      ),
      h(
        "footer",
        { class: "tight" },
        ticket.state === "valid"
          ? h("p", { class: "small" }, t("show_at_door"))
          : h("p", {}, h("span", { class: "chip bad" }, t(`ticket_${ticket.state}`))),
        h("p", {}, h("span", { class: "sr" }, `${t("code")}: `), h("code", {}, ticket.code)),
        h("p", { class: "small muted" }, t("one_person")),
      ),
    ),
    h("p", { class: "small muted after" }, t("on_paper")),
    h(
      "div",
      { class: "actions after" },
      h("button", { type: "button", class: "button primary", onclick: () => print() }, t("print")),
      h("a", { class: "button", href: `/order/?id=${ticket.order_id}` }, t("to_order")),
    ),
  );
} catch (problem) {
  await failedPage(main, problem);
}
