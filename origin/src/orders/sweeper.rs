//! Expires orders that were not paid in time. Every second, on every replica.

use frontrow_shared::id::OrderId;

use super::store::{self, OrderRow};
use super::transition::OrderState;
use super::{OrderError, release};
use crate::outbox::{self, Aggregate};
use crate::rooms::{self, EndReason};
use crate::seats;
use crate::state::AppState;

/// Orders looked at in one round.
const BATCH: i64 = 200;

/// One round: every order that is overdue and that nobody else has in hand. One that fails does
/// not keep the others waiting.
///
/// # Errors
/// PostgreSQL, or the last order that failed.
pub async fn round(state: &AppState) -> Result<(), OrderError> {
    let mut outcome = Ok(());
    for id in store::overdue(&state.db, BATCH).await? {
        if let Err(error) = one(state, id).await {
            outcome = Err(error);
        }
    }
    outcome
}

async fn one(state: &AppState, id: OrderId) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let Some(order) = store::lock_overdue(&mut tx, id).await? else { return Ok(()) };
    // The lock is ours: now the clock decides, as it does for a payment.
    if store::is_in_time(&mut tx, id).await? {
        return Ok(());
    }
    expire(&mut tx, &order).await?;
    tx.commit().await?;
    metrics::counter!("frontrow_orders_expired_total").increment(1);
    seats::nudge(state, order.performance, &order.seats()).await;
    Ok(())
}

async fn expire(conn: &mut sqlx::PgConnection, order: &OrderRow) -> Result<(), OrderError> {
    store::advance(&mut *conn, order.id, order.state, OrderState::Expired, None).await?;
    release::all(&mut *conn, order, "order_expired").await?;
    if let Some(pass) = order.pass {
        rooms::service::end_pass(&mut *conn, order.sale, pass, EndReason::HoldLapsed).await?;
    }
    let payload = serde_json::json!({ "order": order.id, "seats": order.seats() });
    outbox::append(conn, Aggregate::Order(order.id), "order_expired", &payload).await?;
    Ok(())
}
