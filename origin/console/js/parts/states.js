import { h } from "/console/js/dom.js";

const TONES = {
  confirmed: "go", valid: "go", captured: "go", done: "go", on_sale: "go", ok: "go", open: "go", published: "go", issued: "go",
  confirming: "warn", awaiting_payment: "warn", awaiting_deposit: "warn", requested: "warn", sending: "warn", unknown: "warn", suspended: "warn", paused: "warn", wait: "warn", hold: "warn", draft: "warn", lobby: "warn", reserved: "warn",
  needs_review: "bad", failed: "bad", declined: "bad", bad: "bad",
};
const NAMES = { ok: "Ready", wait: "Waiting", bad: "Not ready", on_sale: "On sale" };

/** "awaiting_payment" → "Awaiting payment". @param {string} word */
export const words = (word) => NAMES[word] ?? word.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());

/** A state as a chip: its word, and a mark whose shape differs by tone. @param {string} state @param {string} [testid] */
export const chip = (state, testid) => h("span", { class: `chip ${TONES[state] ?? ""}`, "data-state": state, "data-testid": testid }, words(state));
