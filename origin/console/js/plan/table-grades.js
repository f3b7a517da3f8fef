const KEY = "fr-grades-of-";

/** Keeps, in this browser, which grades the table of a venue's seats named. @param {string} venue @param {any[]} rules */
export function keepGrades(venue, rules) {
  if (rules.length) localStorage.setItem(KEY + venue, JSON.stringify(rules));
}

/**
 * The grades of a venue's table in a performance's form: their codes, and which row has which; null without any.
 * @param {{id: string, seating: {sections: any[]}}} venue @returns {{codes: string[], painted: [string, string][]} | null}
 */
export function keptGrades({ id, seating }) {
  const rules = JSON.parse(localStorage.getItem(KEY + id) ?? "[]");
  if (!rules.length) return null;
  const painted = [];
  for (const rule of rules) {
    const rows = seating.sections.find(({ code }) => code === rule.section)?.rows ?? [];
    const first = rows.findIndex(({ label }) => label === rule.first_row);
    const last = rows.findLastIndex(({ label }) => label === rule.last_row);
    for (const row of first < 0 ? [] : rows.slice(first, last + 1)) painted.push([`${rule.section}/${row.label}`, rule.grade]);
  }
  return { codes: [...new Set(rules.map(({ grade }) => grade))], painted };
}
