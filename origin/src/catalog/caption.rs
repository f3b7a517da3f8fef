//! A performance in a word, as orders and tickets name it.

use frontrow_shared::id::PerformanceId;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::show::SaleInfo;

/// A performance in a word.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Caption {
    /// `prf_…`
    pub id: PerformanceId,
    /// Title in Korean.
    pub title: String,
    /// Title in English.
    pub title_en: String,
    /// When it starts.
    #[serde(with = "time::serde::rfc3339")]
    pub starts_at: OffsetDateTime,
    /// Where, in Korean.
    pub venue: String,
    /// Where, in English.
    pub venue_en: String,
    /// IANA zone of the place.
    pub timezone: String,
}

impl Caption {
    /// The caption of what a sale sells.
    #[must_use]
    pub fn of(sale: &SaleInfo) -> Self {
        Self {
            id: sale.performance,
            title: sale.title.clone(),
            title_en: sale.title_en.clone(),
            starts_at: sale.starts_at,
            venue: sale.venue.clone(),
            venue_en: sale.venue_en.clone(),
            timezone: sale.timezone.clone(),
        }
    }
}
