//! Seats: who may have which seat of a performance for how long.
//!
//! Two stores, two jobs. Redis is the fast filter: holds and the map, by the scripts in `lua/`.
//! PostgreSQL is the truth from order creation on: `performance_seats`. Redis follows
//! PostgreSQL, never the other way, so it may be wiped at any moment and only holds without an
//! order are lost.
//!
//! What orders need is on this page: the hold behind an order, and the moves of its seats within
//! the caller's transaction. After the commit the caller says [`nudge`].

mod agreement;
mod counts;
mod error;
mod hold_document;
pub mod keys;
mod layout;
mod map;
mod memory;
pub mod model;
pub mod policy;
pub mod projector;
mod rebuild;
pub mod record;
pub mod routes;
pub mod scripts;
pub mod service;
mod steady;
mod store;
pub mod sweeper;

use std::time::Duration;

use frontrow_shared::id::{AccountId, HoldId, OrderId, PerformanceId, SeatNo};
use sqlx::PgConnection;

pub use agreement::Agreement;
pub use counts::{Holding, SeatCounts, counts, holding};
pub use error::SeatsError;
pub use hold_document::{HeldSeat, Hold};
pub use layout::{Layout, SeatPlace};
pub use memory::{SeatsMemory, Standing};
pub use service::HeldSeats;

use crate::state::AppState;

/// Starts what repeats: projecting, sweeping, comparing.
pub fn start_jobs(state: &AppState) {
    let every = |name, period, round: fn(AppState) -> Round| {
        let state = state.clone();
        state.jobs.clone().every(name, period, move || round(state.clone()));
    };
    every("project_seats", Duration::from_millis(200), |state| {
        Box::pin(async move { projector::round(&state).await })
    });
    every("sweep_holds", Duration::from_secs(1), |state| {
        Box::pin(async move { sweeper::round(&state).await })
    });
    every("compare_seats", Duration::from_secs(60), |state| {
        Box::pin(async move { projector::compare(&state).await })
    });
}

/// One round of a job.
type Round = std::pin::Pin<Box<dyn Future<Output = Result<(), SeatsError>> + Send>>;

/// The place and grade of a seat of a published performance, for quotes and tickets.
///
/// # Errors
/// No such performance or seat; PostgreSQL.
pub async fn place(
    state: &AppState,
    performance: PerformanceId,
    seat: SeatNo,
) -> Result<SeatPlace, SeatsError> {
    let layout = map::layout(state, performance).await?;
    layout.place(seat).ok_or_else(|| SeatsError::Unknown { seat: seat.to_string() })
}

/// The seats of a buyer's hold, as they are: for a quote.
///
/// # Errors
/// `HoldLost`; Redis away.
pub async fn held(
    state: &AppState,
    performance: PerformanceId,
    hold: HoldId,
    account: AccountId,
) -> Result<HeldSeats, SeatsError> {
    service::held(state, performance, hold, account).await
}

/// Keeps a hold until `until_ms` (unix ms), an order's deadline and a minute, before the order
/// is made of it. Never shortens it.
///
/// # Errors
/// `HoldLost`; Redis away.
pub async fn extend_for_order(
    state: &AppState,
    performance: PerformanceId,
    hold: HoldId,
    account: AccountId,
    until_ms: i64,
) -> Result<HeldSeats, SeatsError> {
    service::extend_for_order(state, performance, hold, account, until_ms).await
}

/// free → reserved, for a new order; all of them or an error, after which the caller rolls back.
///
/// # Errors
/// `Taken` with the seats that PostgreSQL knows to be somebody else's; PostgreSQL.
pub async fn reserve(
    conn: &mut PgConnection,
    performance: PerformanceId,
    seats: &[SeatNo],
    order: OrderId,
) -> Result<(), SeatsError> {
    store::reserve(conn, performance, seats, order).await
}

/// reserved → claimed, while the payment is being confirmed. Gives the seats, for [`nudge`].
///
/// # Errors
/// `NotInState`; PostgreSQL.
pub async fn claim(
    conn: &mut PgConnection,
    performance: PerformanceId,
    order: OrderId,
) -> Result<Vec<SeatNo>, SeatsError> {
    store::advance(conn, performance, order, "reserved", "claimed").await
}

/// claimed → reserved, after a definite decline. Gives the seats.
///
/// # Errors
/// `NotInState`; PostgreSQL.
pub async fn unclaim(
    conn: &mut PgConnection,
    performance: PerformanceId,
    order: OrderId,
) -> Result<Vec<SeatNo>, SeatsError> {
    store::advance(conn, performance, order, "claimed", "reserved").await
}

/// claimed → sold. Gives the seats.
///
/// # Errors
/// `NotInState`; PostgreSQL.
pub async fn sell(
    conn: &mut PgConnection,
    performance: PerformanceId,
    order: OrderId,
) -> Result<Vec<SeatNo>, SeatsError> {
    store::advance(conn, performance, order, "claimed", "sold").await
}

/// All seats of an order under review → claimed, those that it has and those that are free again;
/// or an error, after which the caller rolls back.
///
/// # Errors
/// `Taken` with the seats that are somebody else's; PostgreSQL.
pub async fn reclaim(
    conn: &mut PgConnection,
    performance: PerformanceId,
    seats: &[SeatNo],
    order: OrderId,
) -> Result<(), SeatsError> {
    store::reclaim(conn, performance, seats, order).await
}

/// Whatever an order has → free, when it expires, is cancelled or refunded. Gives the seats; an
/// order that has none any more is no error.
///
/// # Errors
/// PostgreSQL.
pub async fn free(
    conn: &mut PgConnection,
    performance: PerformanceId,
    order: OrderId,
) -> Result<Vec<SeatNo>, SeatsError> {
    store::free(conn, performance, order).await
}

/// Shows changed seats at once, after the commit. The projector does what fails here.
pub async fn nudge(state: &AppState, performance: PerformanceId, seats: &[SeatNo]) {
    projector::nudge(state, performance, seats).await;
}

/// Compares what Redis has of a performance with PostgreSQL, seat by seat. Changes nothing.
///
/// # Errors
/// No such performance; PostgreSQL or Redis.
pub async fn agreement(
    state: &AppState,
    performance: PerformanceId,
) -> Result<Agreement, SeatsError> {
    agreement::look(state, performance).await
}

/// Compares, and mends what differs: Redis follows PostgreSQL. What was found before is told.
///
/// # Errors
/// No such performance; PostgreSQL or Redis.
pub async fn mend(state: &AppState, performance: PerformanceId) -> Result<Agreement, SeatsError> {
    projector::mend(state, performance).await
}
