//! The plan of one performance as browsers draw it: rows, not seats, so that ten thousand
//! seats are some thirty kilobytes. It never changes once the seats are laid out; its version
//! is a hash of what it says.

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::grading::GradedRow;
use super::seating::Seating;

/// The plan of a performance. Positions are in plan units, y downwards, the stage at the top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Plan {
    /// Hash of the rest; also the ETag.
    pub version: String,
    /// How many seats there are: numbers 0 to `seats - 1`.
    pub seats: i32,
    /// Width in plan units.
    pub width: i32,
    /// Height in plan units.
    pub height: i32,
    /// In plan order.
    pub sections: Vec<PlanSection>,
}

/// A block of seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanSection {
    /// The section's name within this plan: its code.
    pub id: String,
    /// What stands on the ticket.
    pub code: String,
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Nearest the stage first.
    pub rows: Vec<PlanRow>,
    /// SVG path data of the block.
    pub outline: String,
}

/// A row; its seat `k` (0 to `count - 1`) has the number `first_seat_no + k`, the label
/// `first_label + k` and the position (`x0 + k * dx`, `y`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanRow {
    /// What stands on the ticket.
    pub label: String,
    /// Code of the grade of all its seats.
    pub grade: String,
    /// Plan y.
    pub y: i32,
    /// Plan x of the first seat.
    pub x0: i32,
    /// Plan distance from seat to seat.
    pub dx: i32,
    /// Number of the first seat.
    pub first_seat_no: i32,
    /// Label of the first seat.
    pub first_label: i32,
    /// How many seats.
    pub count: i32,
}

impl Plan {
    /// The plan of a performance whose rows are graded as `rows` says, in plan order.
    #[must_use]
    pub fn new(seating: &Seating, rows: &[GradedRow]) -> Self {
        let sections = seating.sections.iter().enumerate().map(|(s, section)| PlanSection {
            id: section.code.clone(),
            code: section.code.clone(),
            name: section.name.clone(),
            name_en: section.name_en.clone(),
            rows: rows
                .iter()
                .filter(|graded| graded.section == s)
                .filter_map(|graded| {
                    let row = section.rows.get(graded.row)?;
                    Some(PlanRow {
                        label: row.label.clone(),
                        grade: graded.grade.clone(),
                        y: row.y,
                        x0: row.x0,
                        dx: row.dx,
                        first_seat_no: graded.first_seat_no,
                        first_label: row.first_label,
                        count: row.seats,
                    })
                })
                .collect(),
            outline: section.outline.clone(),
        });
        let mut plan = Self {
            version: String::new(),
            seats: seating.seats(),
            width: seating.width,
            height: seating.height,
            sections: sections.collect(),
        };
        plan.version = version_of(&plan);
        plan
    }
}

/// 64 bits of SHA-256 over the document without its version: enough to tell two plans of one
/// performance apart, which nobody gains by forging.
fn version_of(plan: &Plan) -> String {
    let json = serde_json::to_vec(plan).unwrap_or_default(); // strings and integers: cannot fail
    Sha256::digest(&json).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::grading::{GradeRule, grade_rows};
    use crate::catalog::seating::{Row, Section};

    #[test]
    fn the_version_follows_what_the_plan_says() {
        let row = |label: &str, y| Row {
            label: label.to_owned(),
            first_label: 1,
            seats: 3,
            x0: 5,
            dx: 10,
            y,
        };
        let section = Section {
            code: "A".into(),
            name: "가".into(),
            name_en: "A".into(),
            outline: String::new(),
            rows: vec![row("1", 10), row("2", 20)],
        };
        let mut seating = Seating { width: 100, height: 50, sections: vec![section] };
        let rule =
            GradeRule { section: None, first_row: None, last_row: None, grade: "S".to_owned() };
        let plan = |seating: &Seating| {
            Plan::new(seating, &grade_rows(seating, &["S"], std::slice::from_ref(&rule)).unwrap())
        };
        let first = plan(&seating);
        assert_eq!(first.seats, 6);
        assert_eq!(first.sections[0].rows[1].first_seat_no, 3);
        assert_eq!(first.version.len(), 16);
        assert_eq!(plan(&seating).version, first.version);
        seating.sections[0].rows[1].x0 = 6;
        assert_ne!(plan(&seating).version, first.version);
    }
}
