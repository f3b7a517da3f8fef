//! A seating out of single seats, and what somebody should look at before it is stored.

use std::collections::HashMap;

use super::blocks::{self, Block, BlockRow};
use super::fault::{FAULTS_MAX, Fault, Faults};
use super::runs::{self, Spot};
use super::scale::Scale;
use super::seat::Seat;
use super::{naming, outline, unplaced};
use crate::catalog::grading::GradeRule;
use crate::catalog::seating::{ROWS_MAX, Row, Seating, Section};

/// How far beside its place a seat may lie, in shares of the distance between seats: the least
/// that makes few enough runs.
const SLACKS: [f64; 3] = [0.15, 0.25, 0.35];
/// Most warnings that are given.
const WARNINGS_MAX: usize = 100;
/// Distance between seats when none has a neighbour.
const LONELY: f64 = 10.0;

/// A plan as it was understood.
#[derive(Debug)]
pub(super) struct Arranged {
    pub(super) seating: Seating,
    pub(super) warnings: Vec<String>,
    pub(super) grades: Vec<GradeRule>,
}

/// Arranges seats. Sections follow each other as they are first named, rows from the stage on
/// when places are given, and as they are first named otherwise.
///
/// # Errors
/// Seats that are there twice or lie in one place, and what is too large.
pub(super) fn arrange(seats: Vec<Seat>) -> Result<Arranged, Faults> {
    let mut blocks = blocks::gather(seats)?;
    let mut warnings = Vec::new();
    if all(&blocks).any(|seat| seat.at.is_none()) {
        unplaced::lay_out(&mut blocks);
        warnings.push(
            "The plan does not say where seats lie: sections were laid side by side, in their \
             order. Give x and y to draw the hall."
                .to_owned(),
        );
    } else {
        let pitch = pitch_of(&blocks);
        blocks.iter_mut().for_each(|block| sort_rows(&mut block.rows, pitch));
    }
    let points: Vec<(f64, f64)> = all(&blocks).filter_map(|seat| seat.at).collect();
    let scale = Scale::of(&points, pitch_of(&blocks)).map_err(Fault::of_all)?;
    none_in_one_place(&blocks, &scale)?;
    let grades = blocks::grades_of(&blocks, &mut warnings);
    let sections = blocks.iter().map(|block| section(block, &scale, &mut warnings));
    let sections = sections.collect::<Result<Vec<_>, Faults>>()?;
    let seating = Seating { width: scale.width, height: scale.height, sections };
    seating.check().map_err(|error| Fault::of_all(error.to_string()))?;
    if warnings.len() > WARNINGS_MAX {
        let more = warnings.len() - WARNINGS_MAX;
        warnings.truncate(WARNINGS_MAX);
        warnings.push(format!("And {more} more such things."));
    }
    Ok(Arranged { seating, warnings, grades })
}

fn all(blocks: &[Block]) -> impl Iterator<Item = &Seat> {
    blocks.iter().flat_map(|block| &block.rows).flat_map(|row| &row.seats)
}

/// The usual distance from a seat to its neighbour: the median.
fn pitch_of(blocks: &[Block]) -> f64 {
    let rows = || blocks.iter().flat_map(|block| &block.rows);
    let pairs = rows().flat_map(|row| row.seats.windows(2));
    let beside = pairs.filter(|pair| pair[0].number + 1 == pair[1].number);
    let mut found: Vec<f64> = beside.filter_map(|pair| distance(&pair[0], &pair[1])).collect();
    if found.is_empty() {
        let firsts: Vec<&Seat> = rows().filter_map(|row| row.seats.first()).collect();
        found = firsts.windows(2).filter_map(|pair| distance(pair[0], pair[1])).collect();
    }
    found.retain(|distance| *distance > 0.0);
    found.sort_by(f64::total_cmp);
    found.get(found.len() / 2).copied().unwrap_or(LONELY)
}

fn distance(a: &Seat, b: &Seat) -> Option<f64> {
    let ((ax, ay), (bx, by)) = (a.at?, b.at?);
    Some((ax - bx).hypot(ay - by))
}

/// Nearest the stage first; rows beside each other from the left.
fn sort_rows(rows: &mut [BlockRow], pitch: f64) {
    rows.sort_by_cached_key(|row| {
        let places = || row.seats.iter().filter_map(|seat| seat.at);
        let middle = |sum: f64| sum / row.seats.len().max(1) as f64;
        let level = |at: f64| (at * 2.0 / pitch).round() as i64;
        let (x, y) = (middle(places().map(|p| p.0).sum()), middle(places().map(|p| p.1).sum()));
        (level(y), level(x))
    });
}

fn none_in_one_place(blocks: &[Block], scale: &Scale) -> Result<(), Faults> {
    let mut taken: HashMap<(i32, i32), &Seat> = HashMap::new();
    let mut faults = Vec::new();
    for seat in all(blocks) {
        let Some(at) = seat.at else { continue };
        if let Some(other) = taken.insert(scale.place(at), seat) {
            let name = |s: &Seat| format!("{}-{}-{}", s.section, s.row, s.number);
            faults.push(Fault::at(
                seat.line.max(other.line),
                format!(
                    "seats {} and {} (lines {} and {}) lie in one place; move one of them",
                    name(other),
                    name(seat),
                    other.line,
                    seat.line
                ),
            ));
        }
        if faults.len() == FAULTS_MAX {
            break;
        }
    }
    faults.sort_by_key(|fault| fault.line);
    Faults::none_in(faults)
}

fn section(block: &Block, scale: &Scale, warnings: &mut Vec<String>) -> Result<Section, Faults> {
    let spots: Vec<Vec<Spot>> = block.rows.iter().map(|row| spots(row, scale)).collect();
    let cut = |slack: f64| -> Vec<Row> {
        let rows = block.rows.iter().zip(&spots);
        rows.flat_map(|(row, spots)| runs::of_row(&row.label, spots, scale.pitch, slack)).collect()
    };
    let mut found = SLACKS.iter().map(|slack| (cut(*slack), *slack));
    let fitting = found.find(|(rows, _)| rows.len() <= ROWS_MAX);
    let (rows, slack) = fitting.ok_or_else(|| {
        Fault::of_all(format!(
            "section {} falls into more than {ROWS_MAX} straight pieces: its rows are turned, \
             bent, or have many numbers left out; make several sections of it",
            block.code
        ))
    })?;
    if slack > SLACKS[0] {
        let code = &block.code;
        warnings.push(format!(
            "Section {code} is bent; its rows are drawn in straight pieces, up to a third of a \
             seat beside their places."
        ));
    }
    warnings.extend(block.rows.iter().filter_map(|row| left_out(&block.code, row)));
    let corners: Vec<(i32, i32)> = spots.iter().flatten().map(|&(_, x, y)| (x, y)).collect();
    Ok(Section {
        code: block.code.clone(),
        name: naming::korean(&block.code),
        name_en: naming::english(&block.code),
        outline: outline::around(&corners, scale.pitch / 2),
        rows,
    })
}

fn spots(row: &BlockRow, scale: &Scale) -> Vec<Spot> {
    let spot = |seat: &Seat| {
        let (x, y) = scale.place(seat.at?);
        Some((seat.number, x, y))
    };
    row.seats.iter().filter_map(spot).collect()
}

/// Says which numbers a row leaves out: an aisle, or a slip of the pen.
fn left_out(section: &str, row: &BlockRow) -> Option<String> {
    let gaps: Vec<(i32, i32)> = row
        .seats
        .windows(2)
        .filter(|pair| pair[1].number > pair[0].number + 1)
        .map(|pair| (pair[0].number + 1, pair[1].number - 1))
        .collect();
    let (first, last) = gaps.first()?;
    let seats =
        if first == last { format!("seat {first}") } else { format!("seats {first} to {last}") };
    let more = match gaps.len() {
        1 => String::new(),
        n => format!(" and {} more gaps", n - 1),
    };
    let label = &row.label;
    Some(format!(
        "Section {section}, row {label} has no {seats}{more}. Look whether that is meant."
    ))
}

#[cfg(test)]
mod tests;
