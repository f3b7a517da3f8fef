import { call } from "/console/js/api.js";
import { fill, h } from "/console/js/dom.js";
import { input } from "/console/js/form/fields.js";
import { mark, clear } from "/console/js/form/faults.js";
import { count } from "/console/js/money.js";
import { confirm } from "/console/js/parts/confirm.js";
import { notice } from "/console/js/parts/notice.js";
import { toast } from "/console/js/parts/toast.js";

const CAP_MAX = 1_000_000;

/**
 * Pause, resume and the cap. Each asks first, says at once what it did, and the view follows.
 * @param {{sale: string, changed: (sale: any) => void}} about `changed`: gets the sale as the core answered it
 */
export function controls({ sale, changed }) {
  const trouble = h("div", {});
  const halt = h("button", { type: "button", class: "button" });
  const cap = input({ name: "cap", label: "Cap (people inside)", type: "number", inputmode: "numeric", min: 1, max: CAP_MAX, step: 1 });
  const field = cap.querySelector("input");
  const set = h("button", { class: "button", "data-testid": "set-cap" }, "Set cap");
  const capForm = h("form", { class: "cap", novalidate: true }, cap, set);
  let now = /** @type {any} */ (null);
  let dirty = false;

  field.addEventListener("input", () => (dirty = true));
  halt.addEventListener("click", () => (now.mode === "paused" ? resume() : pause()));
  capForm.addEventListener("submit", (event) => {
    event.preventDefault();
    changeCap();
  });

  async function pause() {
    const yes = await confirm({ title: "Pause this on-sale?", text: "Nobody more is called or let in until you resume. Everybody keeps their place; people inside and orders go on.", yes: "Pause", danger: true });
    if (yes) await act(halt, () => call("POST", `/sales/${sale}/pause`), "Paused. Waiting pages say so within two seconds.");
  }

  async function resume() {
    const yes = await confirm({ title: "Resume this on-sale?", text: "The line moves on from where it stood.", yes: "Resume" });
    if (yes) await act(halt, () => call("POST", `/sales/${sale}/resume`), "Resumed. The line moves again.");
  }

  async function changeCap() {
    clear(capForm);
    const wanted = field.valueAsNumber;
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > CAP_MAX) {
      mark(field, `A whole number from 1 to ${count(CAP_MAX)}.`);
      field.focus();
      return;
    }
    const text = wanted < now.cap ? "Nobody inside is sent out; nobody more is let in until fewer are inside than the new cap." : "More people are called at once. Make sure that the core can serve them.";
    const yes = await confirm({ title: `Change the cap from ${count(now.cap)} to ${count(wanted)}?`, text, yes: "Change the cap" });
    if (yes) await act(set, () => call("PUT", `/sales/${sale}/cap`, { body: { cap: wanted } }), `The cap is ${count(wanted)}.`);
  }

  async function act(button, send, done) {
    button.setAttribute("aria-busy", "true");
    fill(trouble);
    try {
      const answer = await send();
      dirty = false;
      changed(answer);
      toast(done);
    } catch (problem) {
      if (!problem.needsSignIn) fill(trouble, notice(problem));
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  return {
    node: h("div", { class: "stack" }, h("div", { class: "controls" }, halt, capForm), trouble),
    /** @param {{mode: string, cap: number}} live */
    update(live) {
      now = live;
      const paused = live.mode === "paused";
      halt.textContent = paused ? "Resume" : "Pause";
      halt.className = paused ? "button primary" : "button danger";
      halt.dataset.testid = paused ? "resume" : "pause";
      halt.disabled = live.mode === "closed";
      if (!dirty && document.activeElement !== field) field.value = live.cap;
    },
  };
}
