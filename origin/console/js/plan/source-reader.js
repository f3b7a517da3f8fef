import { call } from "/console/js/api.js";
import { h } from "/console/js/dom.js";
import { area, field } from "/console/js/form/fields.js";

/** The server takes 1 MiB with the names around it. */
const SOURCE_MAX = 1_000_000;
const SETTLES_MS = 400;
const ABOUT = {
  csv: { label: "CSV", accept: ".csv,text/csv", hint: "A head line, then a line a seat: section,row,seat and, if you have them, x,y.", example: "section,row,seat\nA,1,1\nA,1,2" },
  svg: { label: "SVG", accept: ".svg,image/svg+xml", hint: "Each seat is a shape with data-section, data-row and data-seat, or an id such as A-1-12.", example: '<svg viewBox="0 0 200 100">…' },
};

/**
 * A file or pasted text, read by the server as soon as it rests.
 * @param {"csv"|"svg"} format
 * @param {{reading: () => void, read: (preview: any) => void, refused: (problem: any) => void}} told
 */
export function sourceReader(format, told) {
  const { label, accept, hint, example } = ABOUT[format];
  const file = h("input", { type: "file", accept, onchange: load });
  const box = area({ name: `source_${format}`, label: `${label} text`, hint, wide: true, class: "source", spellcheck: "false", placeholder: example, rows: 12 });
  const text = box.querySelector("textarea");
  let timer = 0;
  let turn = 0;
  text.addEventListener("input", later);
  text.addEventListener("change", later);

  async function load() {
    const chosen = file.files?.[0];
    if (!chosen) return;
    if (chosen.size > SOURCE_MAX) return told.refused({ code: "body_too_large", body: { title: "This file is larger than 1 MB.", detail: "Take names and shapes away that are not seats, or enter the venue as CSV." } });
    text.value = textOf(new Uint8Array(await chosen.arrayBuffer()), told.encoding);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function later() {
    clearTimeout(timer);
    timer = window.setTimeout(read, SETTLES_MS);
  }

  async function read() {
    // Another way of giving the plan is chosen.
    if (text.disabled) return;
    const mine = ++turn;
    if (!text.value.trim()) return told.read(null);
    told.reading();
    try {
      const preview = await call("POST", "/plans/read", { body: { format, text: text.value } });
      if (mine === turn) told.read(preview);
    } catch (problem) {
      if (mine === turn) told.refused(problem);
    }
  }

  return { node: h("div", { class: "stack tight" }, field({ name: `file_${format}`, label: `${label} file`, wide: true, optional: true }, file), box), plan: () => ({ format, text: text.value }), again: read };
}

/**
 * The text of a file: by its byte order mark, as UTF-8, or as CP949, as Korean Excel saves tables. What is none of
 * them keeps its marks of lost characters, which the server refuses by line.
 * @param {Uint8Array} bytes @param {(name: string) => void} [tell] which encoding was understood
 */
function textOf(bytes, tell) {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  for (const name of marked ? [marked] : ["utf-8", "euc-kr"]) {
    try {
      const text = new TextDecoder(name, { fatal: true }).decode(bytes);
      tell?.(name === "euc-kr" ? "CP949 (EUC-KR)" : name.toUpperCase());
      return text;
    } catch {
      // The next one, then.
    }
  }
  return new TextDecoder().decode(bytes);
}
