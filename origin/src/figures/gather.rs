//! Reading the figures of a sale where they are true.

use std::sync::Arc;

use frontrow_shared::id::{PerformanceId, SaleId};
use frontrow_shared::money::{Currency, Money};
use frontrow_shared::status::Phase;
use frontrow_shared::sync::Stock;
use frontrow_shared::time::UnixMillis;
use time::OffsetDateTime;

use super::live::{Errors, Live, LiveSeats};
use super::store;
use crate::catalog::entries::SaleMode;
use crate::catalog::{CatalogError, staff_reading};
use crate::http::ApiResult;
use crate::orders::counts::{self, SaleOrders};
use crate::rooms::{self, RoomReport};
use crate::seats::{self, Holding, SeatCounts};
use crate::state::AppState;

/// A room that is later than this with a sync is not heard of: it lets nobody in by itself.
const SILENT_MS: i64 = 3_000;

/// How an on-sale stands at one moment.
#[derive(Debug)]
pub(super) struct Figures {
    pub(super) at: OffsetDateTime,
    pub(super) mode: SaleMode,
    pub(super) phase: Phase,
    pub(super) cap: i32,
    pub(super) room: Option<RoomReport>,
    pub(super) orders: SaleOrders,
    pub(super) seats: SeatCounts,
    /// Nothing when Redis does not answer, or nothing is for sale yet.
    pub(super) holding: Option<Holding>,
}

/// The document of a sale, at most a second old. Many who watch at once read once.
///
/// # Errors
/// `sale_not_found`; `unavailable`.
pub(super) async fn document(state: &AppState, sale: SaleId) -> ApiResult<Arc<Live>> {
    let read = async { Ok::<_, CatalogError>(Arc::new(Box::pin(live(state, sale)).await?)) };
    let read = state.figures.documents.try_get_with(sale, read).await;
    Ok(read.map_err(told_to_all)?)
}

async fn live(state: &AppState, sale: SaleId) -> Result<Live, CatalogError> {
    let figures = known(state, sale).await?;
    let mut conn = state.db.acquire().await?;
    let errors = Errors::of(store::last_minute_of_problems(&mut conn).await?);
    let history = store::history(&mut conn, sale).await?;
    Ok(Live {
        at_ms: crate::clock::millis(figures.at).0,
        mode: figures.mode,
        phase: figures.phase,
        cap: figures.cap,
        cap_in_force: figures.room.map(|room| room.cap_in_force),
        active: figures.room.map(|room| room.active),
        waiting: figures.room.map(|room| room.waiting),
        called: figures.room.map(|room| room.called),
        joined: figures.room.map(|room| room.called.saturating_add(room.waiting)),
        room_last_sync_ms: figures.room.map(|room| crate::clock::millis(room.synced_at).0),
        holds: figures.holding.map(|holding| holding.holds),
        orders: figures.orders.counts,
        seats: live_seats(figures.seats, figures.holding),
        revenue: Money { minor: figures.orders.revenue, currency: Currency::Krw },
        errors,
        history,
    })
}

/// What PostgreSQL calls free may be in a hold, which only Redis knows.
fn live_seats(seats: SeatCounts, holding: Option<Holding>) -> LiveSeats {
    let held = holding.map(|holding| holding.seats);
    LiveSeats {
        free: (seats.free - held.map_or(0, i64::from)).max(0),
        held,
        reserved: seats.reserved,
        sold: seats.sold,
        blocked: seats.blocked,
        total: seats.total,
    }
}

/// The figures of a sale, at most a second old. Many who ask at once read once.
///
/// # Errors
/// `sale_not_found`; `unavailable`.
pub(super) async fn figures(state: &AppState, sale: SaleId) -> ApiResult<Arc<Figures>> {
    Ok(known(state, sale).await?)
}

async fn known(state: &AppState, sale: SaleId) -> Result<Arc<Figures>, CatalogError> {
    let read = async { Ok::<_, CatalogError>(Arc::new(Box::pin(read(state, sale)).await?)) };
    let read = state.figures.figures.try_get_with(sale, read).await;
    read.map_err(told_to_all)
}

/// What all who waited for one reading are told. Shared twice it would hide its cause, by which
/// a store that is away is known.
fn told_to_all(error: Arc<CatalogError>) -> CatalogError {
    match error.as_ref() {
        CatalogError::SaleNotFound => CatalogError::SaleNotFound,
        CatalogError::Shared(cause) => CatalogError::Shared(Arc::clone(cause)),
        _ => CatalogError::Shared(error),
    }
}

async fn read(state: &AppState, id: SaleId) -> Result<Figures, CatalogError> {
    let sale = staff_reading::sale(&state.db, id).await?.sale;
    let settings = rooms::service::published_settings(state, id).await?;
    let mut conn = state.db.acquire().await?;
    let at = store::now(&mut conn).await?;
    let room = rooms::service::last_report(&mut conn, id).await?;
    let orders = counts::of_sale(&mut conn, id).await?;
    let seats = seats::counts(&mut conn, sale.performance).await?;
    drop(conn);
    let now = crate::clock::millis(at);
    let phase = settings.as_ref().map_or(Phase::Upcoming, |settings| {
        Phase::of(settings, is_well(room, now), Some(stock(seats)), now)
    });
    let holding = match settings {
        Some(_) => holding(state, sale.performance).await,
        None => None,
    };
    Ok(Figures { at, mode: sale.mode, phase, cap: sale.cap, room, orders, seats, holding })
}

/// A room that sleeps, or that nobody has come to yet, is well; one that should have synced
/// and did not is not.
fn is_well(room: Option<RoomReport>, now: UnixMillis) -> bool {
    let due = room.and_then(|room| room.wakes_at).map(crate::clock::millis);
    due.is_none_or(|due| now.since(due) <= SILENT_MS)
}

fn stock(seats: SeatCounts) -> Stock {
    let small = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Stock { free: small(seats.free + seats.reserved), total: small(seats.total) }
}

async fn holding(state: &AppState, performance: PerformanceId) -> Option<Holding> {
    match seats::holding(state, performance).await {
        Ok(holding) => Some(holding),
        Err(error) => {
            tracing::debug!(%error, "holds could not be counted");
            None
        }
    }
}
