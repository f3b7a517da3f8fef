//! The catalog as staff read it: drafts too, and as it was entered.

use frontrow_shared::id::{EventId, PerformanceId, SaleId, VenueId};
use serde::Serialize;
use sqlx::PgPool;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::entries::{EventForm, GradeForm, SaleForm};
use super::error::CatalogError;
use super::plan::Plan;
use super::seating::Seating;
use super::store::performances::PerformanceRow;
use super::store::{events, performances, published, sales, venues};

/// A venue in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VenueEntry {
    /// The venue.
    pub id: VenueId,
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// City.
    pub city: String,
    /// City in English; empty when nobody entered it.
    pub city_en: String,
    /// IANA zone.
    pub timezone: String,
}

/// A venue with its plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VenueInFull {
    /// What a list says.
    #[serde(flatten)]
    pub venue: VenueEntry,
    /// Its plan.
    pub seating: Seating,
}

/// An event.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventEntry {
    /// The event.
    pub id: EventId,
    /// As entered.
    #[serde(flatten)]
    pub event: EventForm,
}

/// A performance in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PerformanceEntry {
    /// The performance.
    pub id: PerformanceId,
    /// The show.
    pub event: EventId,
    /// Where.
    pub venue: VenueId,
    /// When it starts.
    #[serde(with = "time::serde::rfc3339")]
    pub starts_at: OffsetDateTime,
    /// When the doors open.
    #[serde(with = "time::serde::rfc3339::option")]
    pub doors_at: Option<OffsetDateTime>,
    /// Length in minutes.
    pub duration_min: Option<i32>,
    /// Most seats in one hold.
    pub max_seats_per_hold: i16,
    /// Most seats that one account may have bought.
    pub max_seats_per_buyer: i16,
    /// How many seats it has.
    pub seats: i32,
    /// When it became visible to buyers; null for a draft.
    #[serde(with = "time::serde::rfc3339::option")]
    pub published_at: Option<OffsetDateTime>,
    /// Since when it is off sale; null while it may be sold.
    #[serde(with = "time::serde::rfc3339::option")]
    pub off_sale_at: Option<OffsetDateTime>,
    /// Why it was taken off sale.
    pub off_sale_reason: Option<String>,
}

/// A performance with its grades.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PerformanceInFull {
    /// What a list says.
    #[serde(flatten)]
    pub performance: PerformanceEntry,
    /// Dearest first, as entered.
    pub grades: Vec<GradeForm>,
}

/// A sale.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SaleEntry {
    /// The sale.
    pub id: SaleId,
    /// As entered.
    #[serde(flatten)]
    pub sale: SaleForm,
}

/// Venues, newest first, at most `limit`, before the id `before`.
///
/// # Errors
/// PostgreSQL.
pub async fn venues(
    db: &PgPool,
    before: Option<VenueId>,
    limit: i64,
) -> Result<Vec<VenueEntry>, CatalogError> {
    let rows = venues::list(&mut *db.acquire().await?, None, before, limit).await?;
    Ok(rows.into_iter().map(venue_entry).collect())
}

/// A venue with its plan.
///
/// # Errors
/// No such venue; PostgreSQL.
pub async fn venue(db: &PgPool, id: VenueId) -> Result<VenueInFull, CatalogError> {
    let mut conn = db.acquire().await?;
    let row = venues::list(&mut conn, Some(id), None, 1).await?.into_iter().next();
    let seating = venues::seating(&mut conn, id).await?;
    let (row, seating) = row.zip(seating).ok_or(CatalogError::VenueNotFound)?;
    Ok(VenueInFull { venue: venue_entry(row), seating })
}

/// Events, newest first, at most `limit`, before the id `before`.
///
/// # Errors
/// PostgreSQL.
pub async fn events(
    db: &PgPool,
    before: Option<EventId>,
    limit: i64,
) -> Result<Vec<EventEntry>, CatalogError> {
    let rows = events::list(&mut *db.acquire().await?, None, before, limit).await?;
    Ok(rows.into_iter().map(|row| EventEntry { id: EventId(row.id), event: row.form() }).collect())
}

/// An event.
///
/// # Errors
/// No such event; PostgreSQL.
pub async fn event(db: &PgPool, id: EventId) -> Result<EventEntry, CatalogError> {
    let rows = events::list(&mut *db.acquire().await?, Some(id), None, 1).await?;
    let row = rows.into_iter().next().ok_or(CatalogError::EventNotFound)?;
    Ok(EventEntry { id, event: row.form() })
}

/// Performances, newest first, at most `limit`, before the id `before`.
///
/// # Errors
/// PostgreSQL.
pub async fn performances(
    db: &PgPool,
    before: Option<PerformanceId>,
    limit: i64,
) -> Result<Vec<PerformanceEntry>, CatalogError> {
    let rows = performances::list(&mut *db.acquire().await?, None, before, limit).await?;
    Ok(rows.iter().map(performance_entry).collect())
}

/// A performance with its grades.
///
/// # Errors
/// No such performance; PostgreSQL.
pub async fn performance(
    db: &PgPool,
    id: PerformanceId,
) -> Result<PerformanceInFull, CatalogError> {
    let mut conn = db.acquire().await?;
    let rows = performances::list(&mut conn, Some(id), None, 1).await?;
    let row = rows.into_iter().next().ok_or(CatalogError::PerformanceNotFound)?;
    let grades = published::grades(&mut conn, id).await?;
    Ok(PerformanceInFull {
        performance: performance_entry(&row),
        grades: grades.into_iter().map(GradeForm::from).collect(),
    })
}

/// The plan of a performance with its grades.
///
/// # Errors
/// No such performance; PostgreSQL.
pub async fn plan(db: &PgPool, id: PerformanceId) -> Result<Plan, CatalogError> {
    let laid_out = performances::laid_out(&mut *db.acquire().await?, id).await?;
    let (seating, rows) = laid_out.ok_or(CatalogError::PerformanceNotFound)?;
    Ok(Plan::new(&seating, &rows))
}

/// Sales, newest first, at most `limit`, before the id `before`.
///
/// # Errors
/// PostgreSQL.
pub async fn sales(
    db: &PgPool,
    before: Option<SaleId>,
    limit: i64,
) -> Result<Vec<SaleEntry>, CatalogError> {
    let rows = sales::list(&mut *db.acquire().await?, None, before, limit).await?;
    Ok(rows.into_iter().map(|row| SaleEntry { id: SaleId(row.id), sale: row.form() }).collect())
}

/// A sale.
///
/// # Errors
/// No such sale; PostgreSQL.
pub async fn sale(db: &PgPool, id: SaleId) -> Result<SaleEntry, CatalogError> {
    let rows = sales::list(&mut *db.acquire().await?, Some(id), None, 1).await?;
    let row = rows.into_iter().next().ok_or(CatalogError::SaleNotFound)?;
    Ok(SaleEntry { id, sale: row.form() })
}

pub(super) fn venue_entry(row: venues::VenueRow) -> VenueEntry {
    VenueEntry {
        id: VenueId(row.id),
        name: row.name,
        name_en: row.name_en,
        city: row.city,
        city_en: row.city_en,
        timezone: row.timezone,
    }
}

pub(super) fn performance_entry(row: &PerformanceRow) -> PerformanceEntry {
    PerformanceEntry {
        id: PerformanceId(row.id),
        event: EventId(row.event_id),
        venue: VenueId(row.venue_id),
        starts_at: row.starts_at,
        doors_at: row.doors_at,
        duration_min: row.duration_min,
        max_seats_per_hold: row.max_seats_per_hold,
        max_seats_per_buyer: row.max_seats_per_buyer,
        seats: row.seats,
        published_at: row.published_at,
        off_sale_at: row.off_sale_at,
        off_sale_reason: row.off_sale_reason.clone(),
    }
}
