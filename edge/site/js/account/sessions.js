import { call, get, post } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { lang, t } from "/js/i18n.js";
import { notice } from "/js/parts/notice.js";
import { press } from "/js/parts/press.js";
import { localDate } from "/js/time.js";

/**
 * Where somebody is signed in, and how to end it. `load` throws what went wrong, `reload` says it here.
 * @returns {{node: HTMLElement, load: () => Promise<void>, reload: () => Promise<void>}}
 */
export function sessions() {
  const list = h("ul", { class: "rows", "data-testid": "sessions" });
  const told = h("div", { "aria-live": "polite" });
  const others = h(
    "button",
    { type: "button", class: "button", "data-testid": "end-others", onclick: () => press(others, endOthers) },
    t("end_others"),
  );

  async function load() {
    const { items } = await get("/api/v1/me/sessions");
    fill(list, items.map(row));
    others.hidden = items.length < 2;
  }
  const end = (id) => tell(() => call("DELETE", `/api/v1/me/sessions/${id}`).then(load));
  const endOthers = () => tell(() => post("/api/v1/me/sessions/end-others", {}).then(load));

  async function tell(work) {
    try {
      await work();
      fill(told);
    } catch (problem) {
      fill(told, await notice(problem));
    }
  }

  function row({ id, device, current, created_at, last_used_at }) {
    const button = h(
      "button",
      { type: "button", class: "button", onclick: () => press(button, () => end(id)) },
      t("end_session"),
      h("span", { class: "sr" }, ` ${device || t("unknown_device")}`),
    );
    return h(
      "li",
      { class: "session", "data-current": String(current) },
      h(
        "div",
        {},
        h("b", {}, device || t("unknown_device")),
        current && [" ", h("span", { class: "chip go" }, t("this_device"))],
        h(
          "p",
          { class: "muted small" },
          t("session_since", { since: localDate(created_at, lang), last: localDate(last_used_at, lang) }),
        ),
      ),
      !current && button,
    );
  }

  const node = h(
    "section",
    { class: "panel stack" },
    h("h2", {}, t("sessions")),
    h("p", { class: "muted" }, t("sessions_note")),
    list,
    told,
    others,
  );
  return { node, load, reload: () => tell(load) };
}
