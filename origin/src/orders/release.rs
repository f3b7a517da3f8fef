//! Giving up what an order had taken: seats, grant, the buyer's limit, open attempts.

use sqlx::PgConnection;

use super::store::OrderRow;
use super::{OrderError, limit};
use crate::payments::attempts;
use crate::{coupons, seats};

/// Frees the seats of a locked order, gives the grant back and lowers the limit, in the order of
/// locks. `reason` is written on attempts that were never confirmed.
pub(super) async fn all(
    conn: &mut PgConnection,
    order: &OrderRow,
    reason: &str,
) -> Result<(), OrderError> {
    seats::free(&mut *conn, order.performance, order.id).await?;
    coupons::release(&mut *conn, order.id).await?;
    limit::give_back(&mut *conn, order.performance, order.account, order.seat_count()).await?;
    attempts::expire_open(&mut *conn, order.id, reason).await?;
    Ok(())
}
