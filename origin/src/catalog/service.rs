//! What buyers and other capabilities ask of the catalog.

use std::sync::Arc;

use frontrow_shared::catalog_query::{CatalogQuery, LIMIT_DEFAULT};
use frontrow_shared::id::{PerformanceId, SaleId};

use super::caption::Caption;
use super::cursor::Cursor;
use super::error::CatalogError;
use super::plan::Plan;
use super::recent::{self, ShowKey};
use super::search;
use super::show::{Grade, Performance, PerformanceSummary, SaleInfo, Show};
use super::store::performances;
use super::store::published::{self, City, Wanted};
use crate::state::AppState;

/// Most cities that a list names.
const CITIES_MAX: i64 = 100;

/// A page of what is on and was asked for, the cursor of the next one, and in which cities
/// anything is on at all.
///
/// # Errors
/// A cursor that is not ours; PostgreSQL.
pub async fn list(
    state: &AppState,
    query: CatalogQuery,
) -> Result<(Vec<PerformanceSummary>, Option<String>, Vec<City>), CatalogError> {
    let page = usize::from(query.limit.unwrap_or(LIMIT_DEFAULT));
    let cursor = query.cursor.as_deref();
    let wanted = Wanted {
        after: cursor.map(|text| Cursor::parse(text).ok_or(CatalogError::Cursor)).transpose()?,
        current: true,
        patterns: query.words.iter().map(|word| search::pattern(word)).collect(),
        city: query.city,
        from: query.from,
        to: query.to,
        ..Wanted::default()
    };
    let (mut rows, cities) = tokio::try_join!(
        published::shows(&state.db, wanted, page as i64 + 1),
        published::cities(&state.db, CITIES_MAX)
    )?;
    let more = rows.len() > page;
    rows.truncate(page);
    let next = rows.last().filter(|_| more).map(|row| {
        let starts_at_us = row.starts_at.unix_timestamp_nanos() / 1000;
        let starts_at_us = i64::try_from(starts_at_us).unwrap_or(i64::MAX);
        Cursor { starts_at_us, id: row.performance_id }.to_text()
    });
    Ok((rows.into_iter().map(|row| Show::new(row).summary()).collect(), next, cities))
}

/// A published performance in full.
///
/// # Errors
/// No such performance; PostgreSQL.
pub async fn performance(state: &AppState, id: PerformanceId) -> Result<Performance, CatalogError> {
    let show = show(state, ShowKey::Performance(id)).await?;
    let show = show.ok_or(CatalogError::PerformanceNotFound)?;
    // On the heap: a read and all that waits for it is large.
    let (grades, plan) =
        tokio::try_join!(Box::pin(prices(state, id)), Box::pin(remembered_plan(state, id)))?;
    Ok(show.full(&grades, &plan))
}

/// The plan of a published performance.
///
/// # Errors
/// No such performance; PostgreSQL.
pub async fn plan(state: &AppState, id: PerformanceId) -> Result<Arc<Plan>, CatalogError> {
    let show = show(state, ShowKey::Performance(id)).await?;
    show.ok_or(CatalogError::PerformanceNotFound)?;
    remembered_plan(state, id).await
}

/// A sale of a published performance, at most a second old.
///
/// # Errors
/// No such sale; PostgreSQL.
pub async fn sale(state: &AppState, id: SaleId) -> Result<SaleInfo, CatalogError> {
    let show = show(state, ShowKey::Sale(id)).await?;
    Ok(show.ok_or(CatalogError::SaleNotFound)?.sale())
}

/// A published performance in a word, at most a second old.
///
/// # Errors
/// No such performance; PostgreSQL.
pub async fn caption(state: &AppState, id: PerformanceId) -> Result<Caption, CatalogError> {
    let show = show(state, ShowKey::Performance(id)).await?;
    Ok(Caption::of(&show.ok_or(CatalogError::PerformanceNotFound)?.sale()))
}

/// The grades of a performance with their prices, at most a second old.
///
/// # Errors
/// PostgreSQL.
pub async fn prices(state: &AppState, id: PerformanceId) -> Result<Arc<Vec<Grade>>, CatalogError> {
    let read = async {
        let mut conn = state.db.acquire().await?;
        Ok::<_, CatalogError>(Arc::new(published::grades(&mut conn, id).await?))
    };
    state.catalog.grades.try_get_with(id, read).await.map_err(recent::shared)
}

async fn show(state: &AppState, key: ShowKey) -> Result<Option<Arc<Show>>, CatalogError> {
    let wanted = match key {
        ShowKey::Performance(id) => Wanted { performance: Some(id), ..Wanted::default() },
        ShowKey::Sale(id) => Wanted { sale: Some(id), ..Wanted::default() },
    };
    let read = async {
        let rows = published::shows(&state.db, wanted, 1).await?;
        Ok::<_, CatalogError>(rows.into_iter().next().map(|row| Arc::new(Show::new(row))))
    };
    state.catalog.shows.try_get_with(key, read).await.map_err(recent::shared)
}

async fn remembered_plan(state: &AppState, id: PerformanceId) -> Result<Arc<Plan>, CatalogError> {
    let read = async {
        let mut conn = state.db.acquire().await?;
        let laid_out = performances::laid_out(&mut conn, id).await?;
        let (seating, rows) = laid_out.ok_or(CatalogError::PerformanceNotFound)?;
        Ok(Arc::new(Plan::new(&seating, &rows)))
    };
    state.catalog.plans.try_get_with(id, read).await.map_err(recent::shared)
}
