//! Which grade each row of a performance has.
//!
//! Given by a list of rules from the general to the particular: the last one that fits a row
//! decides. A row that no rule fits would be a seat without a price, so that is refused.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::entry::EntryError;
use super::seating::Seating;

/// Most rules of a performance.
pub const RULES_MAX: usize = 2_000;

/// Gives a grade to rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeRule {
    /// Code of the section; all sections when absent.
    #[serde(default)]
    pub section: Option<String>,
    /// Label of the first row it fits; from the first when absent.
    #[serde(default)]
    pub first_row: Option<String>,
    /// Label of the last row it fits; to the last when absent.
    #[serde(default)]
    pub last_row: Option<String>,
    /// Code of the grade.
    pub grade: String,
}

/// A row with its grade and the numbers of its seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradedRow {
    /// Plan order of the section.
    pub section: usize,
    /// Index of the row in its section.
    pub row: usize,
    /// Code of the grade.
    pub grade: String,
    /// Seat number of the first seat: seats are numbered from 0 in plan order.
    pub first_seat_no: i32,
}

/// The grade of every row, in plan order.
///
/// # Errors
/// A rule that names an unknown section, row or grade; a row that no rule fits.
pub fn grade_rows(
    seating: &Seating,
    grades: &[&str],
    rules: &[GradeRule],
) -> Result<Vec<GradedRow>, EntryError> {
    // Labels are looked up once a rule: there may be thousands of rules and of rows.
    let reaches = rules.iter().enumerate().map(|(i, rule)| {
        reach(rule, seating, grades).map_err(|error| error.within(&format!("seating[{i}]")))
    });
    let reaches = reaches.collect::<Result<Vec<_>, _>>()?;
    let mut graded = Vec::new();
    let mut first_seat_no = 0;
    for (s, section) in seating.sections.iter().enumerate() {
        for (r, row) in section.rows.iter().enumerate() {
            let rule = reaches.iter().rposition(|reach| reach.has(s, r)).and_then(|i| rules.get(i));
            let rule = rule.ok_or_else(|| {
                let place = format!("section {}, row {}", section.code, row.label);
                EntryError::new("seating", format!("gives no grade to {place}"))
            })?;
            graded.push(GradedRow { section: s, row: r, grade: rule.grade.clone(), first_seat_no });
            first_seat_no += row.seats;
        }
    }
    Ok(graded)
}

/// Which rows a rule fits, by their indexes.
struct Reach {
    /// All sections when absent.
    section: Option<usize>,
    first: usize,
    /// The last that it fits.
    last: usize,
}

impl Reach {
    fn has(&self, section: usize, row: usize) -> bool {
        self.section.is_none_or(|only| only == section) && (self.first..=self.last).contains(&row)
    }
}

fn reach(rule: &GradeRule, seating: &Seating, grades: &[&str]) -> Result<Reach, EntryError> {
    if !grades.contains(&rule.grade.as_str()) {
        return Err(EntryError::new("grade", "is not among the grades"));
    }
    let Some(code) = &rule.section else {
        if rule.first_row.is_some() || rule.last_row.is_some() {
            return Err(EntryError::new("section", "is needed to name rows"));
        }
        return Ok(Reach { section: None, first: 0, last: usize::MAX });
    };
    let index = seating.sections.iter().position(|section| section.code == *code);
    let found = index.and_then(|index| Some((index, seating.sections.get(index)?)));
    let (index, section) =
        found.ok_or_else(|| EntryError::new("section", "is not in the venue"))?;
    let unknown = |field| EntryError::new(field, "is not in the section");
    // A row may be several runs: all of them, from the first to the last.
    let first = rule
        .first_row
        .as_ref()
        .map_or(Some(0), |label| section.rows.iter().position(|row| row.label == *label));
    let last = rule
        .last_row
        .as_ref()
        .map_or(Some(usize::MAX), |label| section.rows.iter().rposition(|row| row.label == *label));
    Ok(Reach {
        section: Some(index),
        first: first.ok_or_else(|| unknown("first_row"))?,
        last: last.ok_or_else(|| unknown("last_row"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::grid::Grid;
    use crate::catalog::seating::Section;

    fn seating() -> Seating {
        let section = |code: &str, y0| {
            let grid =
                Grid { x0: 5, y0, dx: 10, dy: 10, rows: 3, seats: 4, first_row: 1, first_seat: 1 };
            Section {
                code: code.to_owned(),
                name: code.to_owned(),
                name_en: code.to_owned(),
                outline: grid.outline(),
                rows: grid.rows().unwrap(),
            }
        };
        Seating { width: 100, height: 100, sections: vec![section("A", 10), section("B", 60)] }
    }

    fn rule(section: &str, first: &str, last: &str, grade: &str) -> GradeRule {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        GradeRule {
            section: some(section),
            first_row: some(first),
            last_row: some(last),
            grade: grade.to_owned(),
        }
    }

    fn grades_of(rules: &[GradeRule]) -> Result<String, String> {
        grade_rows(&seating(), &["R", "S"], rules)
            .map(|rows| rows.iter().map(|row| row.grade.as_str()).collect())
            .map_err(|error| error.field)
    }

    #[test]
    fn the_last_rule_that_fits_decides() {
        let all = rule("", "", "", "S");
        assert_eq!(grades_of(std::slice::from_ref(&all)).unwrap(), "SSSSSS");
        assert_eq!(grades_of(&[all.clone(), rule("A", "", "2", "R")]).unwrap(), "RRSSSS");
        assert_eq!(grades_of(&[all.clone(), rule("B", "2", "", "R")]).unwrap(), "SSSSRR");
        assert_eq!(grades_of(&[rule("A", "2", "2", "R"), all]).unwrap(), "SSSSSS");
    }

    #[test]
    fn a_rule_for_a_row_is_for_all_its_runs() {
        let mut seating = seating();
        let runs = &mut seating.sections[0].rows;
        (runs[1].label, runs[1].first_label) = ("1".to_owned(), 5);
        let rules = [rule("", "", "", "S"), rule("A", "1", "1", "R")];
        let rows = grade_rows(&seating, &["R", "S"], &rules).unwrap();
        let grades: String = rows.iter().map(|row| row.grade.as_str()).collect();
        assert_eq!(grades, "RRSSSS");
    }

    #[test]
    fn seats_are_numbered_in_plan_order() {
        let rows = grade_rows(&seating(), &["S"], &[rule("", "", "", "S")]).unwrap();
        let firsts: Vec<i32> = rows.iter().map(|row| row.first_seat_no).collect();
        assert_eq!(firsts, [0, 4, 8, 12, 16, 20]);
    }

    #[test]
    fn gaps_and_unknown_names_are_refused() {
        for (rules, field) in [
            (vec![rule("A", "", "", "S")], "seating"),
            (vec![rule("", "", "", "VIP")], "seating[0].grade"),
            (vec![rule("C", "", "", "S")], "seating[0].section"),
            (vec![rule("A", "9", "", "S")], "seating[0].first_row"),
            (vec![rule("", "1", "", "S")], "seating[0].section"),
            (vec![], "seating"),
        ] {
            assert_eq!(grades_of(&rules), Err(field.to_owned()));
        }
    }
}
