//! The building's plan: sections, rows and where each seat lies.
//!
//! A row is a run of seats at equal distance, so ten thousand seats are some hundred rows.
//! Seat `k` of a row is labelled `first_label + k` and lies at (`x0 + k * dx`, `y`), in plan
//! units with y downwards, the stage at the top. A row that an aisle, a pillar or a bend
//! interrupts is several runs under one label, no seat number twice.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::entry::{self, EntryError};
use super::served;

/// Most sections of a venue.
pub(super) const SECTIONS_MAX: usize = 200;
/// Most rows of a section; each run of a row counts.
pub(super) const ROWS_MAX: usize = 600;
/// Most seats of a row.
pub(super) const ROW_SEATS_MAX: i32 = 500;
/// Most seats of a venue: the largest stadiums.
pub(super) const SEATS_MAX: i64 = 120_000;
/// Largest plan in plan units.
pub(super) const SIDE_MAX: i32 = 100_000;
/// Longest outline.
const OUTLINE_MAX: usize = 4_000;

/// A row of seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What stands on the ticket, such as `12`.
    pub label: String,
    /// Number of the first seat.
    pub first_label: i32,
    /// How many seats.
    pub seats: i32,
    /// Plan x of the first seat.
    pub x0: i32,
    /// Plan distance from seat to seat.
    pub dx: i32,
    /// Plan y.
    pub y: i32,
}

/// A block of seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Section {
    /// What stands on the ticket, such as `A`.
    pub code: String,
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// SVG path of the block.
    pub outline: String,
    /// Nearest the stage first.
    pub rows: Vec<Row>,
}

/// All sections of a venue, in plan order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Seating {
    /// Width in plan units.
    pub width: i32,
    /// Height in plan units.
    pub height: i32,
    /// In plan order: seat numbers follow it.
    pub sections: Vec<Section>,
}

impl Seating {
    /// How many seats there are.
    #[must_use]
    pub fn seats(&self) -> i32 {
        self.sections.iter().flat_map(|section| &section.rows).map(|row| row.seats).sum()
    }

    /// Whether this can be the plan of a venue.
    ///
    /// # Errors
    /// The first field that cannot be taken: a limit passed, a code or label twice, a seat
    /// outside the plan; a plan too large to be served.
    pub fn check(&self) -> Result<(), EntryError> {
        entry::number("width", self.width, 1, SIDE_MAX)?;
        entry::number("height", self.height, 1, SIDE_MAX)?;
        count("sections", self.sections.len(), SECTIONS_MAX)?;
        let mut codes = HashSet::new();
        let mut seats = 0;
        for (i, section) in self.sections.iter().enumerate() {
            let place = format!("sections[{i}]");
            if !codes.insert(section.code.as_str()) {
                return Err(EntryError::new("code", "is used by another section").within(&place));
            }
            section.check(self.width, self.height).map_err(|error| error.within(&place))?;
            seats += section.rows.iter().map(|row| i64::from(row.seats)).sum::<i64>();
        }
        if seats > SEATS_MAX {
            return Err(EntryError::new("sections", format!("have at most {SEATS_MAX} seats")));
        }
        served::check(self)
    }
}

impl Section {
    fn check(&self, width: i32, height: i32) -> Result<(), EntryError> {
        entry::label("code", &self.code)?;
        entry::line("name", &self.name, entry::NAME_MAX)?;
        entry::line("name_en", &self.name_en, entry::NAME_MAX)?;
        // Browsers put it into an SVG: nothing but path commands and numbers.
        let path = |b: u8| b"MmLlHhVvCcSsQqTtAaZz0123456789.,- ".contains(&b);
        if self.outline.len() > OUTLINE_MAX || !self.outline.bytes().all(path) {
            return Err(EntryError::new("outline", "takes SVG path data"));
        }
        count("rows", self.rows.len(), ROWS_MAX)?;
        let mut runs: HashMap<&str, Vec<(i32, i32)>> = HashMap::new();
        for (i, row) in self.rows.iter().enumerate() {
            let place = format!("rows[{i}]");
            row.check(width, height).map_err(|error| error.within(&place))?;
            let (first, end) = (row.first_label, row.first_label + row.seats);
            let others = runs.entry(row.label.as_str()).or_default();
            if others.iter().any(|other| first < other.1 && other.0 < end) {
                let reason = "is used by another row with the same seats";
                return Err(EntryError::new("label", reason).within(&place));
            }
            others.push((first, end));
        }
        Ok(())
    }
}

impl Row {
    fn check(&self, width: i32, height: i32) -> Result<(), EntryError> {
        entry::label("label", &self.label)?;
        entry::number("first_label", self.first_label, 0, 100_000)?;
        entry::number("seats", self.seats, 1, ROW_SEATS_MAX)?;
        entry::number("x0", self.x0, 0, width)?;
        entry::number("y", self.y, 0, height)?;
        entry::number("dx", self.dx, -SIDE_MAX, SIDE_MAX)?;
        let last = i64::from(self.x0) + i64::from(self.dx) * i64::from(self.seats - 1);
        if !(0..=i64::from(width)).contains(&last) {
            return Err(EntryError::new("seats", "reach beyond the plan"));
        }
        if self.dx == 0 && self.seats > 1 {
            return Err(EntryError::new("dx", "puts all seats in one place"));
        }
        Ok(())
    }
}

fn count(field: &str, found: usize, max: usize) -> Result<(), EntryError> {
    if found == 0 || found > max {
        return Err(EntryError::new(field, format!("takes 1 to {max}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seating(change: impl FnOnce(&mut Seating)) -> Result<(), String> {
        let row = |label: &str, y| Row {
            label: label.to_owned(),
            first_label: 1,
            seats: 10,
            x0: 5,
            dx: 10,
            y,
        };
        let section = |code: &str, y| Section {
            code: code.to_owned(),
            name: "가".to_owned(),
            name_en: "A".to_owned(),
            outline: "M0,0 L100,0 L100,50 Z".to_owned(),
            rows: vec![row("1", y), row("2", y + 10)],
        };
        let sections = vec![section("A", 10), section("B", 50)];
        let mut seating = Seating { width: 100, height: 100, sections };
        change(&mut seating);
        seating.check().map_err(|error| error.field)
    }

    #[test]
    fn a_sound_plan_passes_and_each_fault_is_named() {
        assert_eq!(seating(|_| ()), Ok(()));
        let refused = |field: &str| Err(field.to_owned());
        assert_eq!(seating(|s| s.sections.clear()), refused("sections"));
        assert_eq!(seating(|s| s.sections[1].code = "A".into()), refused("sections[1].code"));
        assert_eq!(
            seating(|s| s.sections[0].rows[1].label = "1".into()),
            refused("sections[0].rows[1].label")
        );
        let run = |s: &mut Seating| {
            s.sections[0].rows[1].label = "1".into();
            s.sections[0].rows[1].first_label = 11;
        };
        assert_eq!(seating(run), Ok(()), "the other side of an aisle");
        assert_eq!(
            seating(|s| s.sections[0].rows[0].seats = 11),
            refused("sections[0].rows[0].seats")
        );
        assert_eq!(seating(|s| s.sections[0].rows[0].dx = 0), refused("sections[0].rows[0].dx"));
        assert_eq!(
            seating(|s| s.sections[0].outline = "\"><script>".into()),
            refused("sections[0].outline")
        );
        assert_eq!(seating(|s| s.sections[1].rows[1].y = 101), refused("sections[1].rows[1].y"));
    }
}
