//! How the seats of a performance stand, counted.

use frontrow_shared::id::PerformanceId;
use redis::AsyncCommands as _;
use sqlx::PgConnection;

use super::error::SeatsError;
use super::keys::Key;
use super::{map, store};
use crate::state::AppState;

/// Seats by state, as PostgreSQL has them; together they are `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeatCounts {
    /// Free, or in a hold.
    pub free: i64,
    /// In orders that are not paid.
    pub reserved: i64,
    /// Sold.
    pub sold: i64,
    /// Not for sale, or kept for somebody who waits.
    pub blocked: i64,
    /// All.
    pub total: i64,
}

/// What Redis has in holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holding {
    /// Holds of which no order has come yet.
    pub holds: u32,
    /// Seats in them.
    pub seats: u32,
}

/// Counts the seats of a performance.
///
/// # Errors
/// PostgreSQL.
pub async fn counts(
    conn: &mut PgConnection,
    performance: PerformanceId,
) -> sqlx::Result<SeatCounts> {
    store::counts(conn, performance).await
}

/// Counts the holds of a published performance; the seats are as fresh as the map.
///
/// # Errors
/// Redis; no such performance.
pub async fn holding(state: &AppState, performance: PerformanceId) -> Result<Holding, SeatsError> {
    let seats = map::served(state, performance).await?.held;
    let holds = state.redis.clone().zcard(Key::Due.of(performance)).await;
    let holds = holds.map_err(super::scripts::ScriptError::from)?;
    Ok(Holding { holds, seats })
}
