//! A venue as entered.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalog::entry::{self, EntryError};
use crate::catalog::grid::Grid;
use crate::catalog::plans::{self, PlanError, PlanSource};
use crate::catalog::seating::{Row, Seating, Section};

/// A new venue with its whole plan, which is fixed from then on: either `plan`, or `width`,
/// `height` and `sections`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VenueForm {
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// City, for the list of shows.
    pub city: String,
    /// City in English; the other name stands in when empty.
    #[serde(default)]
    pub city_en: String,
    /// IANA name, such as Asia/Seoul.
    pub timezone: String,
    /// Width of the plan in plan units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<i32>,
    /// Height of the plan in plan units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<i32>,
    /// In plan order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionForm>>,
    /// The plan as people have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanSource>,
}

/// A block of seats: its rows one by one, or a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionForm {
    /// What stands on the ticket, such as `A`; at most 8 characters.
    pub code: String,
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// SVG path data; around the grid when absent.
    #[serde(default)]
    pub outline: Option<String>,
    /// The rows, nearest the stage first.
    #[serde(default)]
    pub rows: Option<Vec<Row>>,
    /// Instead of rows: all alike.
    #[serde(default)]
    pub grid: Option<Grid>,
}

/// What may change about a venue.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VenuePatch {
    /// Name in Korean.
    #[serde(default)]
    pub name: Option<String>,
    /// Name in English.
    #[serde(default)]
    pub name_en: Option<String>,
    /// City.
    #[serde(default)]
    pub city: Option<String>,
    /// City in English.
    #[serde(default)]
    pub city_en: Option<String>,
}

impl VenueForm {
    /// The form with its names in their one spelling; labels of the plan get theirs as it is read.
    #[must_use]
    pub fn spelt(mut self) -> Self {
        [&mut self.name, &mut self.name_en, &mut self.city, &mut self.city_en]
            .into_iter()
            .for_each(entry::spell_line);
        self
    }

    /// The plan, when everything entered can be taken.
    ///
    /// # Errors
    /// The first field that cannot, or what is wrong with the plan. Whether the time zone exists is
    /// for PostgreSQL to say.
    pub fn seating(&self) -> Result<Seating, PlanError> {
        entry::line("name", &self.name, entry::NAME_MAX)?;
        entry::line("name_en", &self.name_en, entry::NAME_MAX)?;
        entry::line("city", &self.city, entry::NAME_MAX)?;
        if !self.city_en.is_empty() {
            entry::line("city_en", &self.city_en, entry::NAME_MAX)?;
        }
        let Some(plan) = &self.plan else {
            return Ok(plans::grid(self.width, self.height, self.sections.as_deref())?);
        };
        if self.width.is_some() || self.height.is_some() || self.sections.is_some() {
            let reason = "is given beside width, height or sections; give one of them";
            return Err(EntryError::new("plan", reason).into());
        }
        Ok(plan.read().map_err(|error| error.within("plan"))?.seating)
    }
}

impl VenuePatch {
    /// The patch with its names in their one spelling.
    #[must_use]
    pub fn spelt(mut self) -> Self {
        [&mut self.name, &mut self.name_en, &mut self.city, &mut self.city_en]
            .into_iter()
            .flatten()
            .for_each(entry::spell_line);
        self
    }

    /// Whether everything entered can be taken.
    ///
    /// # Errors
    /// The first field that cannot.
    pub fn check(&self) -> Result<(), EntryError> {
        let fields = [
            ("name", &self.name),
            ("name_en", &self.name_en),
            ("city", &self.city),
            ("city_en", &self.city_en),
        ];
        fields.into_iter().try_for_each(|(field, value)| {
            value.as_deref().map_or(Ok(()), |value| entry::line(field, value, entry::NAME_MAX))
        })
    }
}

impl SectionForm {
    /// The section, when it can be one.
    pub(in crate::catalog) fn section(&self) -> Result<Section, EntryError> {
        let (rows, outline) = match (&self.rows, &self.grid) {
            (Some(rows), None) => (rows.clone(), None),
            (None, Some(grid)) => {
                (grid.rows().map_err(|e| e.within("grid"))?, Some(grid.outline()))
            }
            _ => return Err(EntryError::new("rows", "give either rows or a grid")),
        };
        let outline = self.outline.clone().or(outline);
        let mut section = Section {
            code: self.code.clone(),
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            outline: outline.ok_or_else(|| EntryError::new("outline", "is needed with rows"))?,
            rows,
        };
        entry::spell_label(&mut section.code);
        entry::spell_line(&mut section.name);
        entry::spell_line(&mut section.name_en);
        section.rows.iter_mut().for_each(|row| entry::spell_label(&mut row.label));
        Ok(section)
    }
}
