import { date } from "/console/js/time.js";

/** Longest value that is shown. */
const VALUE_MAX = 120;

/**
 * What an act changed, field by field; nested fields by their path.
 * @param {any} before null when it made something @param {any} after null when it took something away
 * @returns {{path: string, before: string, after: string}[]}
 */
export function changesOf(before, after) {
  const [old, fresh] = [flat(before), flat(after)];
  const paths = [...new Set([...old.keys(), ...fresh.keys()])];
  return paths.filter((path) => old.get(path) !== fresh.get(path)).map((path) => ({ path, before: old.get(path) ?? "nothing", after: fresh.get(path) ?? "nothing" }));
}

/** @returns {Map<string, string>} */
function flat(value, path = "", into = new Map()) {
  if (value === null || value === undefined) return into;
  if (typeof value !== "object") return into.set(path || "value", shortened(String(value)));
  // A plan's rows are for the plan's page, not for a log line.
  if (Array.isArray(value)) return into.set(path, shortened(JSON.stringify(value)));
  for (const [name, inner] of Object.entries(value)) flat(inner, path ? `${path}.${name}` : name, into);
  return into;
}

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)$/;
const shortened = (text) => {
  if (MOMENT.test(text)) return date(text);
  return text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}…` : text;
};
