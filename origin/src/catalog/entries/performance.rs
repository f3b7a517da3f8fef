//! A performance as entered: one date of an event, with grades, prices and graded seats.

use std::collections::HashSet;

use frontrow_shared::id::{EventId, VenueId};
use frontrow_shared::money::{Currency, Money};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::catalog::entry::{self, EntryError};
use crate::catalog::grading::{GradeRule, RULES_MAX};
use crate::catalog::show::Grade;

/// Most grades of a performance.
const GRADES_MAX: usize = 20;
/// Most minor units of a price.
const PRICE_MAX: i64 = 100_000_000;
/// Longest show in minutes: two days.
const DURATION_MAX: i32 = 2_880;

/// One date of an event. Its seats are laid out at once and fixed from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PerformanceForm {
    /// The show.
    pub event: EventId,
    /// Where.
    pub venue: VenueId,
    /// When it starts.
    #[serde(with = "time::serde::rfc3339")]
    pub starts_at: OffsetDateTime,
    /// When the doors open.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub doors_at: Option<OffsetDateTime>,
    /// Length in minutes.
    #[serde(default)]
    pub duration_min: Option<i32>,
    /// Currency of all its prices.
    #[serde(default = "won")]
    pub currency: Currency,
    /// Most seats in one hold.
    #[serde(default = "four")]
    pub max_seats_per_hold: i16,
    /// Most seats that one account may have bought.
    #[serde(default = "four")]
    pub max_seats_per_buyer: i16,
    /// Price classes, dearest first.
    pub grades: Vec<GradeForm>,
    /// Which rows have which grade, from the general to the particular.
    pub seating: Vec<GradeRule>,
}

/// A price class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeForm {
    /// Short name, such as `VIP`; at most 8 characters.
    pub code: String,
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Price of one seat.
    pub price: Money,
    /// Colour on the plan, such as `#7a3cff`.
    pub color: String,
}

/// What may change about a performance.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PerformancePatch {
    /// When it starts.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub starts_at: Option<OffsetDateTime>,
    /// When the doors open.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub doors_at: Option<OffsetDateTime>,
    /// Length in minutes.
    #[serde(default)]
    pub duration_min: Option<i32>,
    /// Most seats in one hold.
    #[serde(default)]
    pub max_seats_per_hold: Option<i16>,
    /// Most seats that one account may have bought.
    #[serde(default)]
    pub max_seats_per_buyer: Option<i16>,
}

/// What may change about a grade. A new price is for new quotes: orders keep theirs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GradePatch {
    /// Name in Korean.
    #[serde(default)]
    pub name: Option<String>,
    /// Name in English.
    #[serde(default)]
    pub name_en: Option<String>,
    /// Price of one seat.
    #[serde(default)]
    pub price: Option<Money>,
    /// Colour on the plan.
    #[serde(default)]
    pub color: Option<String>,
}

fn won() -> Currency {
    Currency::Krw
}

fn four() -> i16 {
    4
}

impl PerformanceForm {
    /// The form with every name and label in its one spelling.
    #[must_use]
    pub fn spelt(mut self) -> Self {
        self.grades.iter_mut().for_each(GradeForm::spell);
        for rule in &mut self.seating {
            let names = [&mut rule.section, &mut rule.first_row, &mut rule.last_row];
            names.into_iter().flatten().for_each(entry::spell_label);
            entry::spell_label(&mut rule.grade);
        }
        self
    }

    /// Whether everything entered can be taken. Whether the rules fit the venue is for
    /// [`crate::catalog::grading`] to say.
    ///
    /// # Errors
    /// The first field that cannot.
    pub fn check(&self) -> Result<(), EntryError> {
        dates(self.starts_at, self.doors_at, self.duration_min)?;
        limits(self.max_seats_per_hold, self.max_seats_per_buyer)?;
        if self.grades.is_empty() || self.grades.len() > GRADES_MAX {
            return Err(EntryError::new("grades", format!("takes 1 to {GRADES_MAX}")));
        }
        if self.seating.len() > RULES_MAX {
            return Err(EntryError::new("seating", format!("takes at most {RULES_MAX} rules")));
        }
        let mut codes = HashSet::new();
        for (i, grade) in self.grades.iter().enumerate() {
            let place = format!("grades[{i}]");
            if !codes.insert(grade.code.as_str()) {
                return Err(EntryError::new("code", "is used by another grade").within(&place));
            }
            grade.check(self.currency).map_err(|error| error.within(&place))?;
        }
        Ok(())
    }
}

/// Whether the dates of a performance go together.
///
/// # Errors
/// Doors after the start, or a length beyond two days.
pub(in crate::catalog) fn dates(
    starts_at: OffsetDateTime,
    doors_at: Option<OffsetDateTime>,
    duration_min: Option<i32>,
) -> Result<(), EntryError> {
    if doors_at.is_some_and(|doors| doors > starts_at) {
        return Err(EntryError::new("doors_at", "is after the start"));
    }
    duration_min.map_or(Ok(()), |minutes| entry::number("duration_min", minutes, 1, DURATION_MAX))
}

/// Whether the limits of a performance can be taken.
///
/// # Errors
/// A number outside its range.
pub(in crate::catalog) fn limits(per_hold: i16, per_buyer: i16) -> Result<(), EntryError> {
    entry::number("max_seats_per_hold", per_hold, 1, 10)?;
    entry::number("max_seats_per_buyer", per_buyer, 1, 100)
}

impl GradeForm {
    fn spell(&mut self) {
        entry::spell_label(&mut self.code);
        entry::spell_line(&mut self.name);
        entry::spell_line(&mut self.name_en);
    }

    /// Whether everything entered can be taken for a performance sold in `currency`.
    ///
    /// # Errors
    /// The first field that cannot.
    pub fn check(&self, currency: Currency) -> Result<(), EntryError> {
        entry::label("code", &self.code)?;
        entry::line("name", &self.name, entry::NAME_MAX)?;
        entry::line("name_en", &self.name_en, entry::NAME_MAX)?;
        entry::color("color", &self.color)?;
        entry::number("price.minor", self.price.minor, 0, PRICE_MAX)?;
        if self.price.currency != currency {
            return Err(EntryError::new("price.currency", "is not that of the performance"));
        }
        Ok(())
    }
}

impl From<Grade> for GradeForm {
    fn from(grade: Grade) -> Self {
        Self {
            code: grade.code,
            name: grade.name,
            name_en: grade.name_en,
            price: grade.price,
            color: grade.color,
        }
    }
}

impl GradePatch {
    /// The grade with the changes made.
    #[must_use]
    pub fn apply(self, grade: GradeForm) -> GradeForm {
        let mut grade = GradeForm {
            code: grade.code,
            name: self.name.unwrap_or(grade.name),
            name_en: self.name_en.unwrap_or(grade.name_en),
            price: self.price.unwrap_or(grade.price),
            color: self.color.unwrap_or(grade.color),
        };
        grade.spell();
        grade
    }
}
