//! A plan as it is sent, and what was understood of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::arrange::{Arranged, arrange};
use super::fault::Faults;
use super::{csv, decoded, svg};
use crate::catalog::entries::SectionForm;
use crate::catalog::entry::EntryError;
use crate::catalog::grading::GradeRule;
use crate::catalog::seating::{Seating, Section};

/// The largest request that brings a plan, with all that stands around it.
pub const SOURCE_BYTES_MAX: usize = 1024 * 1024;

/// How a plan is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlanFormat {
    /// Sections as blocks of rows.
    Grid,
    /// A table of seats.
    Csv,
    /// A drawing.
    Svg,
}

/// A plan: a grid takes `width`, `height` and `sections`, the others take `text`. The request may
/// have 1 MiB.
///
/// `csv`: a head line with the columns `section,row,seat` and, if you have them, `floor`,
/// `grade`, `x`, `y` in any order (or 구역, 열, 번호, 층, 등급), then a line a seat; commas,
/// semicolons or tabs. Codes have at most 8 characters, seats are whole numbers. A number that is
/// left out is an aisle or a pillar.
///
/// `svg`: each seat is a shape with `data-section`, `data-row` and `data-seat` (the first two may
/// stand on a group around it), or, when nothing has `data-seat`, a shape or group with an id or
/// an Inkscape label such as `A-1-12`. It lies in the middle of its shape; `transform` attributes
/// are followed. What is hidden is no seat. No drawings in the drawing, lengths in plain numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanSource {
    /// How it is written.
    pub format: PlanFormat,
    /// csv, svg: the whole file, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// csv, svg: the whole file as it is, in base64, instead of `text`: UTF-8, UTF-16 with a byte
    /// order mark, or CP949 (EUC-KR).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// grid: width of the plan in plan units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<i32>,
    /// grid: height of the plan in plan units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<i32>,
    /// grid: in plan order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionForm>>,
}

/// What was understood of a plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanPreview {
    /// How many seats it has.
    pub seats: i32,
    /// The plan, as a venue would have it.
    #[serde(flatten)]
    pub seating: Seating,
    /// In which encoding the file was understood; null when text was sent.
    pub encoding: Option<String>,
    /// What somebody should look at before it is stored, as sentences.
    pub warnings: Vec<String>,
    /// The grades that it names, as the `seating` rules of a performance; nothing keeps them.
    pub grades: Vec<GradeRule>,
}

/// Why a plan is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A field of the request.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The text.
    #[error("{0}")]
    Text(Faults),
}

impl PlanSource {
    /// Reads the plan.
    ///
    /// # Errors
    /// A field that cannot be taken, or lines that cannot be read.
    pub fn read(&self) -> Result<PlanPreview, PlanError> {
        let gridded = self.width.is_some() || self.height.is_some() || self.sections.is_some();
        let decoded = match (&self.file, &self.text) {
            (Some(_), Some(_)) => {
                return Err(
                    EntryError::new("file", "is given beside text; give one of them").into()
                );
            }
            (Some(file), None) => {
                Some(decoded::decode(file).map_err(|fault| PlanError::Text(fault.into()))?)
            }
            _ => None,
        };
        let encoding = decoded.as_ref().map(|decoded| decoded.encoding.to_owned());
        let text = decoded.map(|decoded| decoded.text);
        let read = match (self.format, text.as_ref().or(self.text.as_ref())) {
            (PlanFormat::Grid, None) => {
                let seating = grid(self.width, self.height, self.sections.as_deref())?;
                return Ok(PlanPreview {
                    seats: seating.seats(),
                    seating,
                    encoding: None,
                    warnings: Vec::new(),
                    grades: Vec::new(),
                });
            }
            (PlanFormat::Csv, Some(text)) if !gridded => {
                csv::read(text).map(|seats| (seats, Vec::new()))
            }
            (PlanFormat::Svg, Some(text)) if !gridded => {
                svg::read(text).map(|drawn| (drawn.seats, drawn.notes))
            }
            (PlanFormat::Grid, Some(_)) => {
                return Err(EntryError::new("text", "does not go with a grid").into());
            }
            (_, Some(_)) => {
                let reason = "goes with a grid alone; leave out width, height and sections";
                return Err(EntryError::new("sections", reason).into());
            }
            (_, None) => return Err(EntryError::new("text", "is needed: the whole file").into()),
        };
        let (seats, notes) = read.map_err(PlanError::Text)?;
        let Arranged { seating, warnings, grades } = arrange(seats).map_err(PlanError::Text)?;
        let noted = notes.iter().map(|note| format!("In {note}."));
        let warnings = noted.chain(warnings).collect();
        Ok(PlanPreview { seats: seating.seats(), seating, encoding, warnings, grades })
    }
}

/// The seating of sections that are written as blocks.
///
/// # Errors
/// The first field that is missing or cannot be taken.
pub(in crate::catalog) fn grid(
    width: Option<i32>,
    height: Option<i32>,
    sections: Option<&[SectionForm]>,
) -> Result<Seating, EntryError> {
    let missing = |field| EntryError::new(field, "is needed");
    let sections = sections.ok_or_else(|| missing("sections"))?;
    let sections = sections.iter().enumerate().map(|(i, section)| {
        section.section().map_err(|error| error.within(&format!("sections[{i}]")))
    });
    let seating = Seating {
        width: width.ok_or_else(|| missing("width"))?,
        height: height.ok_or_else(|| missing("height"))?,
        sections: sections.collect::<Result<Vec<Section>, _>>()?,
    };
    seating.check()?;
    Ok(seating)
}

impl PlanError {
    /// The same error seen from outside.
    #[must_use]
    pub fn within(self, outer: &str) -> Self {
        match self {
            Self::Entry(error) => Self::Entry(error.within(outer)),
            Self::Text(faults) => Self::Text(faults),
        }
    }
}
