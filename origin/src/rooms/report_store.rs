//! The last report of each room.

use frontrow_shared::id::SaleId;
use sqlx::PgConnection;
use time::OffsetDateTime;

/// What a room last said of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomReport {
    /// When, by the database's clock.
    pub synced_at: OffsetDateTime,
    /// When it was to wake by itself; `None` when it sleeps until somebody comes.
    pub wakes_at: Option<OffsetDateTime>,
    /// Passes that hold a slot.
    pub active: i32,
    /// People with a place who are not called yet.
    pub waiting: i32,
    /// Places called so far.
    pub called: i32,
    /// How many passes there may be at once, by the cap and the core's health.
    pub cap_in_force: i32,
}

/// The last report of a sale's room; nothing before the first.
pub(super) async fn last(
    conn: &mut PgConnection,
    sale: SaleId,
) -> sqlx::Result<Option<RoomReport>> {
    sqlx::query_as!(
        RoomReport,
        "select synced_at, wakes_at, active, waiting, called, cap_in_force
         from room_syncs where sale_id = $1",
        sale.0
    )
    .fetch_optional(conn)
    .await
}
