/** @typedef {(section: any, row: any) => string} GradeOf code of a row's grade */

/**
 * The shortest rules that say which rows have which grade: one for a section of one grade, one for each run of rows
 * otherwise.
 * @param {any[]} sections @param {GradeOf} gradeOf
 */
export function rulesOf(sections, gradeOf) {
  return sections.flatMap((section) => {
    const runs = [];
    for (const row of section.rows) {
      const grade = gradeOf(section, row);
      const last = runs[runs.length - 1];
      if (last?.grade === grade) last.last_row = row.label;
      else runs.push({ section: section.code, first_row: row.label, last_row: row.label, grade });
    }
    return runs.length === 1 ? [{ section: section.code, grade: runs[0].grade }] : runs;
  });
}

/** How many seats each grade has. @param {any[]} sections @param {GradeOf} gradeOf @returns {Map<string, number>} */
export function seatsByGrade(sections, gradeOf) {
  const seats = new Map();
  for (const section of sections)
    for (const row of section.rows) {
      const grade = gradeOf(section, row);
      seats.set(grade, (seats.get(grade) ?? 0) + row.seats);
    }
  return seats;
}
