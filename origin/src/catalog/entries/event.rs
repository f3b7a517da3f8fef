//! An event as entered.

use frontrow_shared::id::AccountId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::present;
use crate::catalog::entry::{self, EntryError};

/// A show, whatever its dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventForm {
    /// Who is owed the money; the house itself when absent.
    #[serde(default)]
    pub seller: Option<AccountId>,
    /// Title in Korean.
    pub title: String,
    /// Title in English.
    pub title_en: String,
    /// One line in Korean.
    pub summary: String,
    /// One line in English.
    pub summary_en: String,
    /// Text in Korean, plain.
    pub description: String,
    /// Text in English, plain.
    pub description_en: String,
    /// Path on the site or https address.
    #[serde(default)]
    pub poster_url: Option<String>,
}

/// What may change about an event. Its seller may not: money was booked for them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventPatch {
    /// Title in Korean.
    #[serde(default)]
    pub title: Option<String>,
    /// Title in English.
    #[serde(default)]
    pub title_en: Option<String>,
    /// One line in Korean.
    #[serde(default)]
    pub summary: Option<String>,
    /// One line in English.
    #[serde(default)]
    pub summary_en: Option<String>,
    /// Text in Korean.
    #[serde(default)]
    pub description: Option<String>,
    /// Text in English.
    #[serde(default)]
    pub description_en: Option<String>,
    /// Path on the site or https address; null takes it away.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub poster_url: Option<Option<String>>,
}

impl EventForm {
    /// The form with every text in its one spelling.
    #[must_use]
    pub fn spelt(mut self) -> Self {
        [&mut self.title, &mut self.title_en, &mut self.summary, &mut self.summary_en]
            .into_iter()
            .for_each(entry::spell_line);
        [&mut self.description, &mut self.description_en].into_iter().for_each(entry::spell_text);
        self
    }

    /// Whether everything entered can be taken.
    ///
    /// # Errors
    /// The first field that cannot.
    pub fn check(&self) -> Result<(), EntryError> {
        entry::line("title", &self.title, entry::NAME_MAX)?;
        entry::line("title_en", &self.title_en, entry::NAME_MAX)?;
        entry::line("summary", &self.summary, entry::LINE_MAX)?;
        entry::line("summary_en", &self.summary_en, entry::LINE_MAX)?;
        entry::text("description", &self.description)?;
        entry::text("description_en", &self.description_en)?;
        self.poster_url.as_deref().map_or(Ok(()), |url| entry::poster("poster_url", url))
    }
}

impl EventPatch {
    /// The event with the changes made.
    #[must_use]
    pub fn apply(self, event: EventForm) -> EventForm {
        EventForm {
            seller: event.seller,
            title: self.title.unwrap_or(event.title),
            title_en: self.title_en.unwrap_or(event.title_en),
            summary: self.summary.unwrap_or(event.summary),
            summary_en: self.summary_en.unwrap_or(event.summary_en),
            description: self.description.unwrap_or(event.description),
            description_en: self.description_en.unwrap_or(event.description_en),
            poster_url: self.poster_url.unwrap_or(event.poster_url),
        }
        .spelt()
    }
}
