import { check, number, select, when } from "/console/js/form/fields.js";
import { h } from "/console/js/dom.js";
import { fieldOf, momentOf } from "/console/js/time.js";

const MODES = [
  ["scheduled", "Scheduled: a line from the lobby on"],
  ["always", "Always: a line at all times"],
  ["paused", "Paused: nobody is called for now"],
  ["closed", "Closed: nobody gets in"],
];

/** The fields of an on-sale. @param {any} sale as the API gives it, or {} @param {string} zone the venue's */
export function saleFields(sale, zone) {
  const presale = h(
    "div",
    { class: "fields wide" },
    when({ name: "presale.opens_at", label: "Presale opens", hint: `In ${zone}`, value: fieldOf(sale.presale?.opens_at, zone) }),
    number({ name: "presale.grade", label: "Lowest membership grade", hint: "1 to 9", min: 1, max: 9, value: sale.presale?.grade ?? 1 }),
  );
  const box = check({ name: "presale", label: "Presale for members first", checked: Boolean(sale.presale) });
  const tick = box.querySelector("input");
  const follow = () => {
    presale.hidden = !tick.checked;
    for (const control of presale.querySelectorAll("input")) control.disabled = !tick.checked;
  };
  tick.addEventListener("change", follow);
  follow();
  return h(
    "div",
    { class: "stack loose" },
    h(
      "fieldset",
      {},
      h("legend", {}, "When"),
      h(
        "div",
        { class: "fields" },
        when({ name: "general_opens_at", label: "General sale opens", hint: `In ${zone}`, value: fieldOf(sale.general_opens_at, zone) }),
        when({ name: "closes_at", label: "Sale closes", hint: `In ${zone}`, value: fieldOf(sale.closes_at, zone) }),
        box,
        presale,
      ),
    ),
    h(
      "fieldset",
      {},
      h("legend", {}, "Waiting room"),
      h(
        "div",
        { class: "fields" },
        select({ name: "mode", label: "Mode", options: MODES, value: sale.mode ?? "scheduled" }),
        number({ name: "cap", label: "Cap", hint: "People inside at once", min: 0, max: 1_000_000, value: sale.cap ?? 100 }),
        number({ name: "lobby_minutes", label: "Lobby, in minutes", hint: "How long before the opening people may come", min: 0, max: 1440, step: "any", value: (sale.lobby_seconds ?? 1800) / 60 }),
        number({ name: "claim_window_seconds", label: "Claim window, in seconds", hint: "How long a called visitor has to take the turn", min: 5, max: 3600, value: sale.claim_window_seconds ?? 75 }),
        number({ name: "pass_seconds", label: "Pass, in seconds", hint: "Its life between renewals", min: 5, max: 14_400, value: sale.pass_seconds ?? 300 }),
        number({ name: "pass_hard_seconds", label: "Pass at most, in seconds", hint: "Its life with all renewals", min: 5, max: 14_400, value: sale.pass_hard_seconds ?? 1_800 }),
      ),
    ),
  );
}

/** What was entered, as the API takes it. @param {any} values @param {string} zone */
export const saleOf = (values, zone) => ({
  presale: values.presale ? { opens_at: momentOf(values["presale.opens_at"], zone), grade: values["presale.grade"] } : null,
  general_opens_at: momentOf(values.general_opens_at, zone),
  closes_at: momentOf(values.closes_at, zone),
  mode: values.mode,
  lobby_seconds: Math.round(values.lobby_minutes * 60),
  cap: values.cap,
  claim_window_seconds: values.claim_window_seconds,
  pass_seconds: values.pass_seconds,
  pass_hard_seconds: values.pass_hard_seconds,
});
