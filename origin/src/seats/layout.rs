//! Which seat is where, for looking one up by its number.

use frontrow_shared::id::SeatNo;

use crate::catalog::Plan;

/// A row of seats with consecutive numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    first: SeatNo,
    count: i32,
    section: u16,
    code: String,
    row: String,
    first_label: i32,
    grade: String,
}

/// What stands on the ticket of a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatPlace {
    /// Section code.
    pub section: String,
    /// Row.
    pub row: String,
    /// Seat.
    pub label: String,
    /// Code of its price class.
    pub grade: String,
}

/// The rows of a performance by seat number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    runs: Vec<Run>,
    /// Section of each seat, by its place in plan order.
    pub sections: Vec<u16>,
}

impl Layout {
    /// Turns a plan around.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let mut runs = Vec::new();
        for (section, block) in (0u16..).zip(&plan.sections) {
            runs.extend(block.rows.iter().map(|row| Run {
                first: row.first_seat_no,
                count: row.count,
                section,
                code: block.code.clone(),
                row: row.label.clone(),
                first_label: row.first_label,
                grade: row.grade.clone(),
            }));
        }
        runs.sort_by_key(|run| run.first);
        let sections = runs
            .iter()
            .flat_map(|run| {
                std::iter::repeat_n(run.section, usize::try_from(run.count).unwrap_or(0))
            })
            .collect();
        Self { runs, sections }
    }

    /// The place of a seat.
    #[must_use]
    pub fn place(&self, seat: SeatNo) -> Option<SeatPlace> {
        let at = self.runs.partition_point(|run| run.first <= seat).checked_sub(1)?;
        let run = self.runs.get(at).filter(|run| seat < run.first + run.count)?;
        Some(SeatPlace {
            section: run.code.clone(),
            row: run.row.clone(),
            label: (run.first_label + seat - run.first).to_string(),
            grade: run.grade.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{PlanRow, PlanSection};

    fn row(label: &str, first_seat_no: i32, first_label: i32, count: i32) -> PlanRow {
        let (label, grade) = (label.to_owned(), "R".to_owned());
        PlanRow { label, grade, y: 0, x0: 0, dx: 1, first_seat_no, first_label, count }
    }

    fn section(code: &str, rows: Vec<PlanRow>) -> PlanSection {
        let [id, code, name, name_en] = [(); 4].map(|()| code.to_owned());
        PlanSection { id, code, name, name_en, rows, outline: String::new() }
    }

    #[test]
    fn a_number_finds_its_section_row_and_label() {
        let sections = vec![
            section("A", vec![row("1", 0, 1, 3), row("2", 3, 11, 2)]),
            section("B", vec![row("1", 5, 1, 1)]),
        ];
        let plan = Plan { version: String::new(), seats: 6, width: 1, height: 1, sections };
        let layout = Layout::new(&plan);
        assert_eq!(layout.sections, [0, 0, 0, 0, 0, 1]);
        let name = |seat| {
            layout
                .place(seat)
                .map(|place| format!("{}-{}-{}", place.section, place.row, place.label))
        };
        let names: Vec<_> = (0..6).filter_map(name).collect();
        assert_eq!(names, ["A-1-1", "A-1-2", "A-1-3", "A-2-11", "A-2-12", "B-1-1"]);
        assert_eq!((layout.place(-1), layout.place(6)), (None, None));
    }
}
