//! What staff take back: drafts are repainted, duplicated and deleted, and a published performance
//! is taken off sale. Each use case is one transaction, with the record of the act.
//!
//! A draft is what no buyer has seen: a performance that was never published, an event or a venue
//! without performances. Off sale, a performance is not listed any more, nobody joins its line or
//! holds seats, and its room lets nobody in. Whoever held seats by then may still order them while
//! the hold lasts; an order may be paid until its deadline; what is paid stays paid, and tickets
//! stay valid: giving money back is an act of its own.

use frontrow_shared::id::{AccountId, EventId, PerformanceId, VenueId};
use frontrow_shared::money::Currency;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::entries::{GradeForm, PerformanceForm, VenueForm};
use super::entry;
use super::error::CatalogError;
use super::grading::{self, GradeRule};
use super::plans::{self, PlanSource};
use super::staff_reading::{performance_entry, venue_entry};
use super::staff_service::{Entering, add_event, locked_performance, take_key};
use super::store::performances::{self, PerformanceRow};
use super::store::{drafts, events, published, venues};
use crate::audit::{self, Act, Action};
use crate::db;

/// Other grades for a draft, and which rows have them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Painting {
    /// Price classes, dearest first.
    pub grades: Vec<GradeForm>,
    /// Which rows have which grade, from the general to the particular.
    pub seating: Vec<GradeRule>,
}

/// What the copy of a venue or an event is called.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CopyName {
    /// In Korean.
    pub name: String,
    /// In English.
    pub name_en: String,
}

/// Deletes a venue that has no performance.
///
/// # Errors
/// No such venue, one that is in use, PostgreSQL.
pub async fn delete_venue(db: &PgPool, id: VenueId, by: AccountId) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    let before = unused_venue(&mut tx, id).await?;
    unless_used(drafts::delete_venue(&mut tx, id).await)?;
    let act = Act::new(Some(by), Action::VenueDeleted, id);
    audit::record(&mut tx, act.changed(&json!(venue_entry(before)), &json!({}))).await?;
    Ok(tx.commit().await?)
}

/// Gives a venue that has no performance another plan.
///
/// # Errors
/// No such venue, one that is in use, a plan that cannot be read, PostgreSQL.
pub async fn replan(
    db: &PgPool,
    id: VenueId,
    by: AccountId,
    plan: PlanSource,
) -> Result<(), CatalogError> {
    let seating = plans::read(plan).await?.seating;
    let mut tx = db.begin().await?;
    unused_venue(&mut tx, id).await?;
    drafts::replan(&mut tx, id, &seating).await?;
    let act = Act::new(Some(by), Action::VenueReplanned, id);
    audit::record(&mut tx, act.made(&json!({ "seats": seating.seats() }))).await?;
    Ok(tx.commit().await?)
}

/// Copies a venue with its plan; the same key answers with the same copy.
///
/// # Errors
/// No such venue, a name that cannot be taken, a key used otherwise, PostgreSQL.
pub async fn duplicate_venue(
    db: &PgPool,
    entering: &Entering,
    of: VenueId,
    name: &CopyName,
) -> Result<VenueId, CatalogError> {
    let mut tx = db.begin().await?;
    let id = match take_key(&mut tx, entering, "venue copy", &(of, name)).await? {
        Ok(id) => VenueId(id),
        Err(before) => return Ok(VenueId(before)),
    };
    let row = venues::lock(&mut tx, of).await?.ok_or(CatalogError::VenueNotFound)?;
    let seating = venues::seating(&mut tx, of).await?.ok_or(CatalogError::VenueNotFound)?;
    let form = VenueForm {
        name: name.name.clone(),
        name_en: name.name_en.clone(),
        city: row.city,
        city_en: row.city_en,
        timezone: row.timezone,
        width: None,
        height: None,
        sections: None,
        plan: None,
    }
    .spelt();
    entry::line("name", &form.name, entry::NAME_MAX)?;
    entry::line("name_en", &form.name_en, entry::NAME_MAX)?;
    venues::insert(&mut tx, id, &form, &seating).await?;
    let act = Act::new(Some(entering.by), Action::VenueEntered, id);
    audit::record(&mut tx, act.made(&json!({ "copy_of": of, "name": form.name }))).await?;
    tx.commit().await?;
    Ok(id)
}

/// Deletes an event that has no performance.
///
/// # Errors
/// No such event, one that is in use, PostgreSQL.
pub async fn delete_event(db: &PgPool, id: EventId, by: AccountId) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    let before = events::lock(&mut tx, id).await?.ok_or(CatalogError::EventNotFound)?.form();
    if drafts::has_performances(&mut tx, None, Some(id)).await? {
        return Err(CatalogError::InUse("it has performances; delete their drafts first"));
    }
    unless_used(drafts::delete_event(&mut tx, id).await)?;
    let act = Act::new(Some(by), Action::EventDeleted, id);
    audit::record(&mut tx, act.changed(&json!(before), &json!({}))).await?;
    Ok(tx.commit().await?)
}

/// Copies an event without its performances; the same key answers with the same copy.
///
/// # Errors
/// No such event, a title that cannot be taken, a key used otherwise, PostgreSQL.
pub async fn duplicate_event(
    db: &PgPool,
    entering: &Entering,
    of: EventId,
    name: &CopyName,
) -> Result<EventId, CatalogError> {
    let mut tx = db.begin().await?;
    let id = match take_key(&mut tx, entering, "event copy", &(of, name)).await? {
        Ok(id) => EventId(id),
        Err(before) => return Ok(EventId(before)),
    };
    let mut form = events::lock(&mut tx, of).await?.ok_or(CatalogError::EventNotFound)?.form();
    (form.title, form.title_en) = (name.name.clone(), name.name_en.clone());
    let form = form.spelt();
    add_event(&mut tx, id, &form).await?;
    let act = Act::new(Some(entering.by), Action::EventEntered, id);
    audit::record(&mut tx, act.made(&form)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Deletes a draft with its seats, grades and sale.
///
/// # Errors
/// No such performance, one that was published, PostgreSQL.
pub async fn delete_performance(
    db: &PgPool,
    id: PerformanceId,
    by: AccountId,
) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    let before = draft(&mut tx, id).await?;
    unless_used(drafts::delete_performance(&mut tx, id).await)?;
    let act = Act::new(Some(by), Action::PerformanceDeleted, id);
    audit::record(&mut tx, act.changed(&json!(performance_entry(&before)), &json!({}))).await?;
    Ok(tx.commit().await?)
}

/// Gives a draft other grades and prices, and its seats theirs.
///
/// # Errors
/// No such performance, one that was published, a field that cannot be taken, PostgreSQL.
pub async fn repaint(
    db: &PgPool,
    id: PerformanceId,
    by: AccountId,
    painting: Painting,
) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    let row = draft(&mut tx, id).await?;
    let grades = published::grades(&mut tx, id).await?;
    let currency = grades.first().map_or(Currency::Krw, |grade| grade.price.currency);
    let before: Vec<GradeForm> = grades.into_iter().map(GradeForm::from).collect();
    let form = PerformanceForm {
        event: EventId(row.event_id),
        venue: VenueId(row.venue_id),
        starts_at: row.starts_at,
        doors_at: row.doors_at,
        duration_min: row.duration_min,
        currency,
        max_seats_per_hold: row.max_seats_per_hold,
        max_seats_per_buyer: row.max_seats_per_buyer,
        grades: painting.grades,
        seating: painting.seating,
    }
    .spelt();
    form.check()?;
    let seating = venues::seating(&mut tx, form.venue).await?;
    let seating = seating.ok_or(CatalogError::VenueNotFound)?;
    let codes: Vec<&str> = form.grades.iter().map(|grade| grade.code.as_str()).collect();
    let rows = grading::grade_rows(&seating, &codes, &form.seating)?;
    drafts::repaint(&mut tx, id, &form.grades, &seating, &rows).await?;
    let act = Act::new(Some(by), Action::PerformanceRepainted, id);
    let act = act.changed(&json!({ "grades": before }), &json!({ "grades": form.grades }));
    audit::record(&mut tx, act).await?;
    Ok(tx.commit().await?)
}

/// Copies a performance to another date: a draft with the same grades on the same rows, without a
/// sale. The same key answers with the same copy.
///
/// # Errors
/// No such performance, a key used otherwise, PostgreSQL.
pub async fn duplicate_performance(
    db: &PgPool,
    entering: &Entering,
    of: PerformanceId,
    starts_at: OffsetDateTime,
) -> Result<PerformanceId, CatalogError> {
    let mut tx = db.begin().await?;
    let asked = (of, starts_at.unix_timestamp());
    let id = match take_key(&mut tx, entering, "performance copy", &asked).await? {
        Ok(id) => PerformanceId(id),
        Err(before) => return Ok(PerformanceId(before)),
    };
    let row = locked_performance(&mut tx, of).await?;
    let grades = published::grades(&mut tx, of).await?;
    let currency = grades.first().map_or(Currency::Krw, |grade| grade.price.currency);
    let laid_out = performances::laid_out(&mut tx, of).await?;
    let (seating, rows) = laid_out.ok_or(CatalogError::PerformanceNotFound)?;
    let form = PerformanceForm {
        event: EventId(row.event_id),
        venue: VenueId(row.venue_id),
        starts_at,
        doors_at: row.doors_at.map(|doors| doors + (starts_at - row.starts_at)),
        duration_min: row.duration_min,
        currency,
        max_seats_per_hold: row.max_seats_per_hold,
        max_seats_per_buyer: row.max_seats_per_buyer,
        grades: grades.into_iter().map(GradeForm::from).collect(),
        seating: Vec::new(),
    };
    form.check()?;
    performances::insert(&mut tx, id, &form, &seating, &rows).await?;
    let act = Act::new(Some(entering.by), Action::PerformanceEntered, id);
    audit::record(&mut tx, act.made(&form)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes a published performance off sale, for a reason. Doing it again changes the reason.
///
/// # Errors
/// No such performance, a draft, a reason that cannot be taken, PostgreSQL.
pub async fn take_off_sale(
    db: &PgPool,
    id: PerformanceId,
    by: AccountId,
    reason: &str,
) -> Result<(), CatalogError> {
    let mut reason = reason.to_owned();
    entry::spell_line(&mut reason);
    entry::line("reason", &reason, entry::LINE_MAX)?;
    let mut tx = db.begin().await?;
    let before = locked_performance(&mut tx, id).await?;
    if before.published_at.is_none() {
        return Err(CatalogError::InUse("it is a draft, which is not on sale; delete it instead"));
    }
    drafts::take_off_sale(&mut tx, id, &reason).await?;
    let after = locked_performance(&mut tx, id).await?;
    let act = Act::new(Some(by), Action::PerformanceTakenOffSale, id);
    let act = act.changed(&performance_entry(&before), &performance_entry(&after));
    audit::record(&mut tx, act).await?;
    Ok(tx.commit().await?)
}

/// A locked venue without performances.
async fn unused_venue(
    conn: &mut PgConnection,
    id: VenueId,
) -> Result<venues::VenueRow, CatalogError> {
    let row = venues::lock(conn, id).await?.ok_or(CatalogError::VenueNotFound)?;
    if drafts::has_performances(conn, Some(id), None).await? {
        return Err(CatalogError::InUse("it has performances, whose seats follow its plan"));
    }
    Ok(row)
}

/// A locked performance that was never published.
async fn draft(conn: &mut PgConnection, id: PerformanceId) -> Result<PerformanceRow, CatalogError> {
    let row = locked_performance(conn, id).await?;
    match row.published_at {
        Some(_) => Err(CatalogError::InUse("it was published; take it off sale instead")),
        None => Ok(row),
    }
}

/// What something still points to is in use.
fn unless_used(done: sqlx::Result<()>) -> Result<(), CatalogError> {
    match done {
        Err(error) if db::is_pointed_to(&error) => {
            Err(CatalogError::InUse("orders, coupons or a prepared sale belong to it"))
        }
        other => Ok(other?),
    }
}
