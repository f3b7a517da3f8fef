//! How large the plan of a performance becomes. The edge hands on no answer above a mebibyte, so
//! a venue with a larger plan could be entered and sold, but seen by nobody.

use super::entry::{CODE_MAX, EntryError};
use super::seating::Seating;

/// Most bytes of a plan; the edge's limit is 1,048,576.
const BYTES_MAX: usize = 1_000_000;
/// What a row has in a plan beyond what it has in a seating: its grade's code, of characters of
/// four bytes, and its first seat's number, below [`super::seating::SEATS_MAX`].
const ROW_MORE: usize = r#""grade":"","first_seat_no":123456,"#.len() + 4 * CODE_MAX;
/// What a section has more: its code again, as its id, with a margin for quotes and commas.
const SECTION_MORE: usize = 16 + 4 * CODE_MAX;
/// What a plan has more: its version and the number of its seats, with a margin.
const PLAN_MORE: usize = 100;

/// Refuses a seating whose plans could not be served.
///
/// # Errors
/// `sections`, with what makes them smaller.
pub(super) fn check(seating: &Seating) -> Result<(), EntryError> {
    if bytes_at_most(seating) <= BYTES_MAX {
        return Ok(());
    }
    let rows: usize = seating.sections.iter().map(|section| section.rows.len()).sum();
    let reason = format!(
        "make a plan above {BYTES_MAX} bytes, which browsers are not given: make straight, evenly \
         spaced runs of the {rows} runs of rows, or the outlines simpler"
    );
    Err(EntryError::new("sections", reason))
}

/// Bytes of the longest plan that grades can make of it.
fn bytes_at_most(seating: &Seating) -> usize {
    let json = serde_json::to_vec(seating).map_or(usize::MAX, |json| json.len());
    let sections = seating.sections.iter();
    let more = sections.map(|section| SECTION_MORE + section.rows.len() * ROW_MORE).sum::<usize>();
    json.saturating_add(more).saturating_add(PLAN_MORE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::grading::GradedRow;
    use crate::catalog::plan::Plan;
    use crate::catalog::seating::{ROWS_MAX, Row, Section};

    /// Sections of as many runs as there may be, each of one seat.
    fn seating(sections: i32, label: &str) -> Seating {
        let section = |s: i32| Section {
            code: s.to_string(),
            name: "가".repeat(120),
            name_en: "A".repeat(120),
            outline: "M0,0 L100,0".repeat(100),
            rows: (0..ROWS_MAX as i32)
                .map(|r| Row {
                    label: label.to_owned(),
                    first_label: r,
                    seats: 1,
                    x0: 99_999,
                    dx: -99_999,
                    y: s,
                })
                .collect(),
        };
        Seating { width: 100_000, height: 100_000, sections: (0..sections).map(section).collect() }
    }

    fn served(seating: &Seating) -> usize {
        let rows = seating.sections.iter().enumerate().flat_map(|(s, section)| {
            (0..section.rows.len()).map(move |row| GradedRow {
                section: s,
                row,
                grade: "😀".repeat(CODE_MAX),
                first_seat_no: 119_999,
            })
        });
        let plan = Plan::new(seating, &rows.collect::<Vec<_>>());
        serde_json::to_vec(&plan).unwrap().len()
    }

    #[test]
    fn no_plan_is_longer_than_was_reckoned_and_few_much_shorter() {
        for label in ["1", "\"\"\"\"\"\"\"\"", "😀😀😀😀😀😀😀😀"] {
            let seating = seating(3, label);
            let (served, reckoned) = (served(&seating), bytes_at_most(&seating));
            assert!((served..served + 1_000).contains(&reckoned), "{label}: {served}, {reckoned}");
        }
    }

    #[test]
    fn what_the_edge_would_not_hand_on_is_refused() {
        let most = (1..200).take_while(|n| seating(*n, "1").check().is_ok()).last().unwrap();
        assert!(served(&seating(most, "1")) <= 1024 * 1024);
        assert!(most as usize * ROWS_MAX > 5_000, "{most} sections: a stadium has as many runs");
        let refused = seating(most + 1, "1").check().unwrap_err();
        assert_eq!(refused.field, "sections");
        assert!(refused.reason.contains("above 1000000 bytes"), "{refused}");
    }
}
