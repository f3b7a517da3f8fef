import { call } from "/console/js/api.js";
import { fill, h } from "/console/js/dom.js";
import { input, when } from "/console/js/form/fields.js";
import { form } from "/console/js/form/form.js";
import { confirm } from "/console/js/parts/confirm.js";
import { notice } from "/console/js/parts/notice.js";
import { toast } from "/console/js/parts/toast.js";
import { gradeEditor } from "/console/js/plan/grade-editor.js";
import { rulesOf } from "/console/js/plan/grade-rules.js";
import { painter } from "/console/js/plan/painter.js";
import { go } from "/console/js/router.js";
import { momentOf } from "/console/js/time.js";

/** Copies a performance to another date. @param {any} performance @param {string} zone */
export function duplicateForm(performance, zone) {
  const node = form({
    draft: `duplicate-${performance.id}`,
    fields: when({ name: "copy_starts_at", label: "The copy starts", hint: `In ${zone}` }),
    label: "Duplicate",
    testid: "duplicate",
    send(values, key) {
      const body = { starts_at: momentOf(values.copy_starts_at, zone) };
      return call("POST", `/performances/${performance.id}/duplicate`, { body, key: key(body) });
    },
    done(copy) {
      toast("The copy is a draft with the same grades. Enter its on-sale, then publish it.");
      go(`#/performances/${copy.id}`);
    },
  });
  return h("section", { class: "panel" }, h("h2", {}, "Duplicate to another date"), node);
}

/** Takes a published performance off sale. @param {any} performance @param {() => void} again */
export function offSaleForm(performance, again) {
  const node = form({
    draft: `off-sale-${performance.id}`,
    fields: input({ name: "reason", label: "Why", hint: "One line; staff see it, and the audit log keeps it.", maxlength: 300 }),
    label: "Take off sale",
    testid: "off-sale",
    async send({ reason }) {
      const text = "It is not listed any more, and nobody joins or holds seats. Who holds seats now may still order them, orders may be paid until their deadline, and tickets stay valid.";
      const yes = await confirm({ title: "Take this performance off sale?", text, yes: "Take off sale", danger: true });
      return yes ? call("POST", `/performances/${performance.id}/off-sale`, { body: { reason: reason.trim() } }) : null;
    },
    done(answer) {
      if (!answer) return;
      toast("Off sale.");
      again();
    },
  });
  return h("section", { class: "panel" }, h("h2", {}, "Off sale"), node);
}

/**
 * Gives a draft other grades and paints its rows anew.
 * @param {any} performance @param {{width: number, height: number, sections: any[]}} graded its plan, each row with its grade
 * @param {() => void} again
 */
export function repaintForm(performance, graded, again) {
  const grades = gradeEditor(() => paint.refresh());
  const paint = painter(graded, { grades: grades.read, changed: () => {} });
  grades.restore(performance.grades.map(({ price, ...grade }) => ({ ...grade, price: price.minor })));
  paint.restore(graded.sections.flatMap((section) => section.rows.map((row) => [`${section.code}/${row.label}`, row.grade])));
  const node = form({
    draft: `repaint-${performance.id}`,
    fields: h("div", { class: "stack" }, grades.node, paint.node),
    label: "Save grades and seats",
    testid: "repaint",
    extra: {
      read: () => ({ grades: grades.read(), painted: paint.read() }),
      restore(state) {
        grades.restore(state?.grades);
        paint.restore(state?.painted);
      },
    },
    send: () => call("PUT", `/performances/${performance.id}/seating`, { body: { grades: grades.entered("KRW"), seating: rulesOf(graded.sections, paint.gradeOf) } }),
    done() {
      toast("Grades and seats saved.");
      again();
    },
  });
  return h("details", { class: "panel" }, h("summary", {}, "Grades and seats of this draft"), node);
}

/**
 * A button that deletes a draft, a venue or an event that nothing needs, after a question.
 * @param {string} path @param {{what: string, then: string, trouble: HTMLElement}} how
 */
export function deleteButton(path, { what, then, trouble }) {
  async function remove() {
    const yes = await confirm({ title: `Delete this ${what}?`, text: "It cannot be taken back.", yes: "Delete", danger: true });
    if (!yes) return;
    try {
      await call("DELETE", path);
      toast(`The ${what} is deleted.`);
      go(then);
    } catch (problem) {
      if (!problem.needsSignIn) fill(trouble, notice(problem));
    }
  }
  return h("button", { type: "button", class: "button danger", onclick: remove, "data-testid": "delete" }, "Delete");
}
