//! Single seats brought together into sections and rows.

use std::collections::HashMap;

use super::fault::{FAULTS_MAX, Fault, Faults};
use super::seat::Seat;
use crate::catalog::grading::GradeRule;
use crate::catalog::seating::{ROW_SEATS_MAX, SEATS_MAX, SECTIONS_MAX};

/// A section and its rows, in the order in which they are first named.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) code: String,
    pub(super) rows: Vec<BlockRow>,
}

/// A row and its seats, by number.
#[derive(Debug)]
pub(super) struct BlockRow {
    pub(super) label: String,
    pub(super) seats: Vec<Seat>,
}

/// Brings seats together.
///
/// # Errors
/// None at all, too many, and every seat that is there twice.
pub(super) fn gather(seats: Vec<Seat>) -> Result<Vec<Block>, Faults> {
    if seats.is_empty() {
        return Err(Fault::of_all(
            "has no seat; give a line a seat, or each seat's shape an id such as A-1-12",
        )
        .into());
    }
    if i64::try_from(seats.len()).is_ok_and(|found| found > SEATS_MAX) {
        return Err(Fault::of_all(format!("has more than {SEATS_MAX} seats")).into());
    }
    let mut places: HashMap<(String, String), (usize, usize)> = HashMap::new();
    let mut sections: HashMap<String, usize> = HashMap::new();
    let mut blocks: Vec<Block> = Vec::new();
    for seat in seats {
        let key = (seat.section.clone(), seat.row.clone());
        let (s, r) = *places.entry(key).or_insert_with(|| {
            let s = *sections.entry(seat.section.clone()).or_insert_with(|| {
                blocks.push(Block { code: seat.section.clone(), rows: Vec::new() });
                blocks.len() - 1
            });
            let rows = &mut blocks[s].rows;
            rows.push(BlockRow { label: seat.row.clone(), seats: Vec::new() });
            (s, rows.len() - 1)
        });
        blocks[s].rows[r].seats.push(seat);
    }
    check(&mut blocks)?;
    Ok(blocks)
}

/// Sorts each row and looks for what cannot be.
fn check(blocks: &mut [Block]) -> Result<(), Faults> {
    let mut faults = Vec::new();
    if blocks.len() > SECTIONS_MAX {
        faults.push(Fault::of_all(format!("has more than {SECTIONS_MAX} sections")));
    }
    for block in blocks {
        for row in &mut block.rows {
            row.seats.sort_by_key(|seat| (seat.number, seat.line));
            let name = format!("section {}, row {}", block.code, row.label);
            if i32::try_from(row.seats.len()).is_ok_and(|found| found > ROW_SEATS_MAX) {
                let line = row.seats.iter().map(|seat| seat.line).min().unwrap_or(1);
                let message = format!("{name} has more than {ROW_SEATS_MAX} seats; split it");
                faults.push(Fault::at(line, message));
            }
            for pair in row.seats.windows(2).filter(|pair| pair[0].number == pair[1].number) {
                let [first, again] = pair else { continue };
                let number = again.number;
                let message = format!(
                    "{name}, seat {number} is there already (line {}); take one of them away",
                    first.line
                );
                faults.push(Fault::at(again.line, message));
            }
        }
    }
    faults.sort_by_key(|fault| fault.line);
    faults.truncate(FAULTS_MAX);
    Faults::none_in(faults)
}

/// The grades of rows as rules for a performance, and a warning for each row whose seats do not
/// agree: grades go to whole rows.
pub(super) fn grades_of(blocks: &[Block], warnings: &mut Vec<String>) -> Vec<GradeRule> {
    let mut rules: Vec<GradeRule> = Vec::new();
    for block in blocks {
        let mut joins = false;
        for row in &block.rows {
            let grade = row.seats.first().and_then(|seat| seat.grade.as_ref());
            if row.seats.iter().any(|seat| seat.grade.as_ref() != grade) {
                warnings.push(format!(
                    "Section {}, row {} has seats of several grades. A grade goes to a whole row: \
                     make two rows of it, or choose one grade.",
                    block.code, row.label
                ));
                joins = false;
                continue;
            }
            let Some(grade) = grade else {
                joins = false;
                continue;
            };
            match rules.last_mut().filter(|rule| joins && rule.grade == *grade) {
                Some(rule) => rule.last_row = Some(row.label.clone()),
                None => rules.push(GradeRule {
                    section: Some(block.code.clone()),
                    first_row: Some(row.label.clone()),
                    last_row: Some(row.label.clone()),
                    grade: grade.clone(),
                }),
            }
            joins = true;
        }
    }
    rules
}
