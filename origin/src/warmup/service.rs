//! Checking and warming.

use std::time::Duration;

use frontrow_shared::id::{AccountId, SaleId};
use serde_json::json;
use time::OffsetDateTime;

use super::point::{ItemState, Readiness};
use super::sale_points::{self, SaleFacts};
use super::{site_points, store, store_points};
use crate::audit::{self, Act, Action};
use crate::catalog::CatalogError;
use crate::seats;
use crate::state::AppState;

/// How long warming waits for the room's word: one that has just synced asks again after five
/// seconds, and says another second later when it wakes by dates that have changed. With the
/// other questions it stays below the time that a request may take.
const SYNC_PATIENCE: Duration = Duration::from_secs(10);
/// How often it looks meanwhile.
const SYNC_LOOK: Duration = Duration::from_millis(200);
/// A sync so much older than the waking is news enough: the room does not sync again at once.
const SYNC_NEWS: time::Duration = time::Duration::seconds(6);
/// When the job comes again after a person has warmed.
const JOB_AGAIN: time::Duration = time::Duration::seconds(15);

/// Looks at every point and changes nothing.
///
/// # Errors
/// No such sale; PostgreSQL.
pub async fn check(state: &AppState, sale: SaleId) -> Result<Readiness, CatalogError> {
    let facts = store::facts(&state.db, sale).await?.ok_or(CatalogError::SaleNotFound)?;
    Ok(list(state, &facts, None).await)
}

/// Does what can be done ahead, checks, and remembers the result and who asked; nobody is the
/// command line.
///
/// # Errors
/// No such sale; PostgreSQL.
pub async fn warm(
    state: &AppState,
    sale: SaleId,
    by: Option<AccountId>,
) -> Result<Readiness, CatalogError> {
    let found = warmed(state, sale).await?.ok_or(CatalogError::SaleNotFound)?;
    let mut tx = state.db.begin().await?;
    store::remember(&mut tx, sale, &found, JOB_AGAIN).await?;
    let told = json!({ "ready": found.ready, "missing": found.missing() });
    audit::record(&mut tx, Act::new(by, Action::SaleWarmed, sale).made(&told)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Does what can be done ahead, and checks; nothing when there is no such sale.
pub(super) async fn warmed(state: &AppState, sale: SaleId) -> sqlx::Result<Option<Readiness>> {
    let Some(facts) = store::facts(&state.db, sale).await? else { return Ok(None) };
    if facts.published
        && let Err(error) = seats::mend(state, facts.performance).await
    {
        // The check that follows names it.
        tracing::warn!(%sale, %error, "the seats could not be warmed");
    }
    let since = wake(state, &facts).await?;
    let Some(facts) = store::facts(&state.db, sale).await? else { return Ok(None) };
    let mut found = list(state, &facts, Some(since)).await;
    found.warmed_at = Some(found.checked_at);
    Ok(Some(found))
}

/// Wakes the room and waits for its sync; from when on its word counts.
async fn wake(state: &AppState, facts: &SaleFacts) -> sqlx::Result<OffsetDateTime> {
    let sale = facts.sale;
    let since = store::now(&state.db).await? - SYNC_NEWS;
    if !facts.published {
        return Ok(since);
    }
    let synced = async {
        if !state.site.poke(sale).await {
            return Ok(());
        }
        loop {
            let facts = store::facts(&state.db, sale).await?;
            let is_set = |facts| sale_points::room(facts, Some(since)).state == ItemState::Ok;
            if facts.as_ref().is_none_or(is_set) {
                return Ok::<(), sqlx::Error>(());
            }
            tokio::time::sleep(SYNC_LOOK).await;
            state.site.poke(sale).await;
        }
    };
    tokio::time::timeout(SYNC_PATIENCE, synced).await.unwrap_or(Ok(()))?;
    Ok(since)
}

async fn list(state: &AppState, facts: &SaleFacts, since: Option<OffsetDateTime>) -> Readiness {
    let (stores, site) =
        tokio::join!(store_points::items(state, facts), site_points::items(state, facts));
    let mut items = Vec::from(sale_points::items(facts));
    items.extend(stores);
    items.extend(site);
    items.push(sale_points::room(facts, since));
    let ready = items.iter().all(|item| item.state == ItemState::Ok);
    Readiness { ready, checked_at: facts.now, warmed_at: facts.warmed_at, items }
}
