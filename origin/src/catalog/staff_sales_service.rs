//! Sales as staff enter and steer them. Each use case is one transaction, with the record of the
//! act.

use frontrow_shared::id::{AccountId, SaleId};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

use super::entries::{SaleForm, SaleMode, SalePatch};
use super::entry::EntryError;
use super::error::CatalogError;
use super::staff_service::{Entering, named, take_key};
use super::store::sales;
use crate::audit::{self, Act, Action};
use crate::db;

/// Enters the sale of a performance; the same key answers with the same sale.
///
/// # Errors
/// No such performance, a field that cannot be taken, a key used otherwise, PostgreSQL.
pub async fn enter_sale(
    db: &PgPool,
    entering: &Entering,
    form: &SaleForm,
) -> Result<SaleId, CatalogError> {
    let mut tx = db.begin().await?;
    let id = match take_key(&mut tx, entering, "sale", form).await? {
        Ok(id) => SaleId(id),
        Err(before) => return Ok(SaleId(before)),
    };
    add_sale(&mut tx, id, form).await?;
    let act = Act::new(Some(entering.by), Action::SaleEntered, id);
    audit::record(&mut tx, act.made(form)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds a sale under `id`, within the caller's transaction.
///
/// # Errors
/// No such performance, a field that cannot be taken, PostgreSQL.
pub async fn add_sale(
    conn: &mut PgConnection,
    id: SaleId,
    form: &SaleForm,
) -> Result<(), CatalogError> {
    form.check()?;
    match sales::insert(conn, id, form).await {
        Err(error) if db::violates(&error, "sales_performance_id_fkey") => {
            Err(CatalogError::PerformanceNotFound)
        }
        added => named(added, "sales_performance_key", "performance", "has a sale already"),
    }
}

/// Changes a sale; the other capabilities and the room see it within seconds. `by` is nobody
/// for the command line.
///
/// # Errors
/// No such sale, a field that cannot be taken, PostgreSQL.
pub async fn change_sale(
    db: &PgPool,
    id: SaleId,
    by: Option<AccountId>,
    patch: SalePatch,
) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    let before = locked_sale(&mut tx, id).await?;
    let form = patch.apply(&before);
    form.check()?;
    rewrite_sale(tx, Act::new(by, Action::SaleChanged, id), id, &before, &form).await
}

/// Pauses a sale: its room calls and lets in nobody from its next sync on. Whoever is inside
/// stays and may buy. Doing it again changes nothing.
///
/// # Errors
/// No such sale, one that is closed, PostgreSQL.
pub async fn pause_sale(db: &PgPool, id: SaleId, by: AccountId) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    let before = locked_sale(&mut tx, id).await?;
    if before.mode == SaleMode::Closed {
        return Err(EntryError::new("mode", "is closed; there is nothing to pause").into());
    }
    let form = SaleForm { mode: SaleMode::Paused, ..before.clone() };
    rewrite_sale(tx, Act::new(Some(by), Action::SalePaused, id), id, &before, &form).await
}

/// Resumes a paused sale in the mode that it had before. One that is not paused stays as it is.
///
/// # Errors
/// No such sale, PostgreSQL.
pub async fn resume_sale(db: &PgPool, id: SaleId, by: AccountId) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    let before = locked_sale(&mut tx, id).await?;
    let mut form = before.clone();
    if before.mode == SaleMode::Paused {
        form.mode = sales::paused_from(&mut tx, id).await?.unwrap_or(SaleMode::Scheduled);
    }
    rewrite_sale(tx, Act::new(Some(by), Action::SaleResumed, id), id, &before, &form).await
}

/// Sets how many passes of a sale may be alive at once. Whoever is inside stays.
///
/// # Errors
/// No such sale, a cap that cannot be, PostgreSQL.
pub async fn cap_sale(
    db: &PgPool,
    id: SaleId,
    by: AccountId,
    cap: i32,
) -> Result<(), CatalogError> {
    let mut tx = db.begin().await?;
    let before = locked_sale(&mut tx, id).await?;
    let form = SaleForm { cap, ..before.clone() };
    form.check()?;
    rewrite_sale(tx, Act::new(Some(by), Action::SaleCapped, id), id, &before, &form).await
}

/// Writes a locked sale back with the record of the act, and commits.
async fn rewrite_sale(
    mut tx: Transaction<'_, Postgres>,
    act: Act,
    id: SaleId,
    before: &SaleForm,
    form: &SaleForm,
) -> Result<(), CatalogError> {
    sales::update(&mut tx, id, form).await?;
    audit::record(&mut tx, act.changed(before, form)).await?;
    Ok(tx.commit().await?)
}

async fn locked_sale(conn: &mut PgConnection, id: SaleId) -> Result<SaleForm, CatalogError> {
    Ok(sales::lock(conn, id).await?.ok_or(CatalogError::SaleNotFound)?.form())
}
