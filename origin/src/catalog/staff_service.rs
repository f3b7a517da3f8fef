//! What staff enter and change, but for sales. Each use case is one transaction, with the record
//! of the act.

use frontrow_shared::id::{AccountId, EventId, PerformanceId, VenueId};
use frontrow_shared::spelling;
use serde::Serialize;
use serde_json::json;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::entries::{
    EventForm, EventPatch, GradeForm, GradePatch, PerformanceForm, PerformancePatch, VenueForm,
    VenuePatch,
};
use super::entry::EntryError;
use super::error::CatalogError;
use super::grading;
use super::plans;
use super::staff_reading::{performance_entry, venue_entry};
use super::store::performances::PerformanceRow;
use super::store::{drafts, events, performances, published, venues};
use crate::audit::{self, Act, Action};
use crate::db;
use crate::intents::{self, Intent, Taken};

/// Who enters something, and the client's name of that intent.
#[derive(Debug, Clone)]
pub struct Entering {
    /// The member of staff.
    pub by: AccountId,
    /// Their Idempotency-Key.
    pub key: String,
}

/// Enters a venue; the same key answers with the same venue.
///
/// # Errors
/// A field that cannot be taken, a key used otherwise, PostgreSQL.
pub async fn enter_venue(
    db: &PgPool,
    entering: &Entering,
    form: &VenueForm,
) -> Result<VenueId, CatalogError> {
    let form = &form.clone().spelt();
    let seating = plans::aside(form.clone(), VenueForm::seating).await??;
    let mut tx = db.begin().await?;
    let id = match take_key(&mut tx, entering, "venue", form).await? {
        Ok(id) => VenueId(id),
        Err(before) => return Ok(VenueId(before)),
    };
    venues::insert(&mut tx, id, form, &seating).await?;
    let act = Act::new(Some(entering.by), Action::VenueEntered, id);
    audit::record(&mut tx, act.made(&venue_told(form))).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds a venue under `id`, within the caller's transaction.
///
/// # Errors
/// A field that cannot be taken; PostgreSQL.
pub async fn add_venue(
    conn: &mut PgConnection,
    id: VenueId,
    form: &VenueForm,
) -> Result<(), CatalogError> {
    let seating = form.seating()?;
    venues::insert(conn, id, form, &seating).await
}

/// Changes a venue's names.
///
/// # Errors
/// No such venue, a field that cannot be taken, PostgreSQL.
pub async fn change_venue(
    db: &PgPool,
    id: VenueId,
    by: AccountId,
    patch: &VenuePatch,
) -> Result<(), CatalogError> {
    let patch = &patch.clone().spelt();
    patch.check()?;
    let mut tx = db.begin().await?;
    let before = venues::lock(&mut tx, id).await?.ok_or(CatalogError::VenueNotFound)?;
    venues::update(&mut tx, id, patch).await?;
    let after = venues::lock(&mut tx, id).await?.ok_or(CatalogError::VenueNotFound)?;
    let act = Act::new(Some(by), Action::VenueChanged, id);
    let act = act.changed(&venue_entry(before), &venue_entry(after));
    audit::record(&mut tx, act).await?;
    Ok(tx.commit().await?)
}

/// Enters an event; the same key answers with the same event.
///
/// # Errors
/// A field that cannot be taken, a key used otherwise, PostgreSQL.
pub async fn enter_event(
    db: &PgPool,
    entering: &Entering,
    form: &EventForm,
) -> Result<EventId, CatalogError> {
    let form = &form.clone().spelt();
    let mut tx = db.begin().await?;
    let id = match take_key(&mut tx, entering, "event", form).await? {
        Ok(id) => EventId(id),
        Err(before) => return Ok(EventId(before)),
    };
    add_event(&mut tx, id, form).await?;
    let act = Act::new(Some(entering.by), Action::EventEntered, id);
    audit::record(&mut tx, act.made(form)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds an event under `id`, within the caller's transaction.
///
/// # Errors
/// A field that cannot be taken; PostgreSQL.
pub async fn add_event(
    conn: &mut PgConnection,
    id: EventId,
    form: &EventForm,
) -> Result<(), CatalogError> {
    form.check()?;
    let added = events::insert(conn, id, form).await;
    named(added, "events_seller_id_fkey", "seller", "has no such account")
}

/// Changes an event.
///
/// # Errors
/// No such event, a field that cannot be taken, PostgreSQL.
pub async fn change_event(
    db: &PgPool,
    id: EventId,
    by: AccountId,
    patch: EventPatch,
) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    let before = events::lock(&mut tx, id).await?.ok_or(CatalogError::EventNotFound)?.form();
    let form = patch.apply(before.clone());
    form.check()?;
    events::update(&mut tx, id, &form).await?;
    let act = Act::new(Some(by), Action::EventChanged, id);
    audit::record(&mut tx, act.changed(&before, &form)).await?;
    Ok(tx.commit().await?)
}

/// Enters a performance and lays out its seats; the same key answers with the same one.
///
/// # Errors
/// No such event or venue, a field that cannot be taken, a key used otherwise, PostgreSQL.
pub async fn enter_performance(
    db: &PgPool,
    entering: &Entering,
    form: &PerformanceForm,
) -> Result<PerformanceId, CatalogError> {
    let form = &form.clone().spelt();
    let mut tx = db.begin().await?;
    let id = match take_key(&mut tx, entering, "performance", form).await? {
        Ok(id) => PerformanceId(id),
        Err(before) => return Ok(PerformanceId(before)),
    };
    add_performance(&mut tx, id, form).await?;
    let act = Act::new(Some(entering.by), Action::PerformanceEntered, id);
    audit::record(&mut tx, act.made(&performance_told(form))).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds a performance under `id`, within the caller's transaction.
///
/// # Errors
/// No such event or venue, a field that cannot be taken, PostgreSQL.
pub async fn add_performance(
    conn: &mut PgConnection,
    id: PerformanceId,
    form: &PerformanceForm,
) -> Result<(), CatalogError> {
    form.check()?;
    let seating = venues::seating(&mut *conn, form.venue).await?;
    let seating = seating.ok_or(CatalogError::VenueNotFound)?;
    let codes: Vec<&str> = form.grades.iter().map(|grade| grade.code.as_str()).collect();
    let rows = grading::grade_rows(&seating, &codes, &form.seating)?;
    match performances::insert(conn, id, form, &seating, &rows).await {
        Err(error) if db::violates(&error, "performances_event_id_fkey") => {
            Err(CatalogError::EventNotFound)
        }
        other => Ok(other?),
    }
}

/// Changes the dates and limits of a performance.
///
/// # Errors
/// No such performance, a field that cannot be taken, PostgreSQL.
pub async fn change_performance(
    db: &PgPool,
    id: PerformanceId,
    by: AccountId,
    patch: &PerformancePatch,
) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    let row = locked_performance(&mut tx, id).await?;
    let before = performance_entry(&row);
    let row = performances::PerformanceRow {
        starts_at: patch.starts_at.unwrap_or(row.starts_at),
        doors_at: patch.doors_at.or(row.doors_at),
        duration_min: patch.duration_min.or(row.duration_min),
        max_seats_per_hold: patch.max_seats_per_hold.unwrap_or(row.max_seats_per_hold),
        max_seats_per_buyer: patch.max_seats_per_buyer.unwrap_or(row.max_seats_per_buyer),
        ..row
    };
    row.check()?;
    performances::update(&mut tx, &row).await?;
    let act = Act::new(Some(by), Action::PerformanceChanged, id);
    audit::record(&mut tx, act.changed(&before, &performance_entry(&row))).await?;
    Ok(tx.commit().await?)
}

/// Changes a grade; a new price is for new quotes.
///
/// # Errors
/// No such performance, a field that cannot be taken, PostgreSQL.
pub async fn change_grade(
    db: &PgPool,
    performance: PerformanceId,
    code: &str,
    by: AccountId,
    patch: GradePatch,
) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    locked_performance(&mut tx, performance).await?;
    let grades = published::grades(&mut tx, performance).await?;
    let code = &spelling::composed(code);
    let grade = grades.into_iter().find(|grade| grade.code == *code);
    let grade = grade.ok_or_else(|| EntryError::new("grade", "is not in the performance"))?;
    let currency = grade.price.currency;
    let before = GradeForm::from(grade);
    let form = patch.apply(before.clone());
    form.check(currency)?;
    performances::update_grade(&mut tx, performance, &form).await?;
    let act = Act::new(Some(by), Action::PerformanceGradeChanged, performance);
    audit::record(&mut tx, act.changed(&json!({ code: before }), &json!({ code: form }))).await?;
    Ok(tx.commit().await?)
}

/// Makes a performance visible to buyers, and puts one that is off sale back. Doing it again
/// changes nothing.
///
/// # Errors
/// No such performance, none of it for sale yet, PostgreSQL.
pub async fn publish(db: &PgPool, id: PerformanceId, by: AccountId) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    let before = performance_entry(&locked_performance(&mut tx, id).await?);
    make_visible(&mut tx, id).await?;
    if before.off_sale_at.is_some() {
        drafts::put_back(&mut tx, id).await?;
    }
    let after = performance_entry(&locked_performance(&mut tx, id).await?);
    let act = Act::new(Some(by), Action::PerformancePublished, id);
    audit::record(&mut tx, act.changed(&before, &after)).await?;
    Ok(tx.commit().await?)
}

/// Makes a performance visible, within the caller's transaction.
///
/// # Errors
/// None of it for sale yet, PostgreSQL.
pub async fn make_visible(conn: &mut PgConnection, id: PerformanceId) -> Result<(), CatalogError> {
    if performances::publish(conn, id).await? {
        return Ok(());
    }
    Err(EntryError::new("performance", "has no sale yet; enter its sale first").into())
}

pub(super) async fn locked_performance(
    conn: &mut PgConnection,
    id: PerformanceId,
) -> Result<PerformanceRow, CatalogError> {
    performances::lock(conn, id).await?.ok_or(CatalogError::PerformanceNotFound)
}

/// Takes the Idempotency-Key: the id of the entry to be made, or the one made before.
pub(super) async fn take_key<F: Serialize + Sync>(
    conn: &mut PgConnection,
    entering: &Entering,
    kind: &str,
    form: &F,
) -> Result<Result<Uuid, Uuid>, CatalogError> {
    let intent = Intent { by: entering.by, key: &entering.key };
    match intents::take(conn, intent, kind, form).await? {
        Taken::New(id) => Ok(Ok(id)),
        Taken::Before(before) => Ok(Err(before)),
    }
}

/// Turns the violation of a constraint into the error of the field that caused it.
pub(super) fn named(
    result: sqlx::Result<()>,
    constraint: &str,
    field: &str,
    reason: &str,
) -> Result<(), CatalogError> {
    match result {
        Err(error) if db::violates(&error, constraint) => {
            Err(EntryError::new(field, reason).into())
        }
        other => Ok(other?),
    }
}

/// What the audit log keeps of a new venue: its plan is fixed and stays with it.
fn venue_told(form: &VenueForm) -> serde_json::Value {
    json!({ "name": form.name, "name_en": form.name_en, "city": form.city,
            "city_en": form.city_en, "timezone": form.timezone })
}

/// What the audit log keeps of a new performance: not which row has which grade, which is fixed.
fn performance_told(form: &PerformanceForm) -> PerformanceForm {
    PerformanceForm { seating: Vec::new(), ..form.clone() }
}
