//! Step one: the order is asked back.

use frontrow_shared::id::RefundId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::super::store::{self, OrderRow};
use super::super::transition::OrderState;
use super::super::{OrderError, release};
use crate::db::violates;
use crate::ledger::{self, Occasion, Posting};
use crate::outbox::{self, Aggregate};
use crate::payments::attempts;
use crate::payments::refunds::{self, NewRefund, Source};
use crate::tickets;

/// Suspends the tickets of a locked, confirmed order and asks for its money. None when nothing
/// had been charged: then the order is refunded at once.
pub(in crate::orders) async fn request(
    conn: &mut PgConnection,
    order: &OrderRow,
    source: Source,
    reason: &str,
) -> Result<Option<RefundId>, OrderError> {
    tickets::suspend(&mut *conn, order.id).await?;
    if order.total() == 0 {
        take_back(conn, order, None).await?;
        return Ok(None);
    }
    let attempt = attempts::captured(&mut *conn, order.id).await?;
    let attempt = attempt.ok_or_else(|| {
        OrderError::Unreadable(format!("{} is paid and has no captured attempt", order.id))
    })?;
    let id = RefundId(Uuid::now_v7());
    let new = NewRefund {
        id,
        order: order.id,
        attempt: attempt.id,
        amount: attempt.amount,
        currency: &attempt.currency,
        reason,
        source,
        balance_before: attempt.amount,
    };
    match refunds::insert(&mut *conn, &new).await {
        Err(error) if violates(&error, "refunds_live_key") => return Err(OrderError::InProgress),
        other => other?,
    }
    let payload = serde_json::json!({ "order": order.id, "refund": id, "amount": attempt.amount });
    outbox::append(conn, Aggregate::Order(order.id), "refund_requested", &payload).await?;
    Ok(Some(id))
}

/// The whole order has been given back: books, tickets, seats, grant, limit, state.
pub(super) async fn take_back(
    conn: &mut PgConnection,
    order: &OrderRow,
    refund: Option<RefundId>,
) -> Result<(), OrderError> {
    let posting = Posting::new(
        order.id,
        order.seller,
        order.currency(),
        Occasion::Refund(refund),
        order.amounts(),
    );
    tickets::void(&mut *conn, order.id).await?;
    release::all(&mut *conn, order, "order_refunded").await?;
    ledger::post(&mut *conn, &posting).await?;
    store::advance(&mut *conn, order.id, order.state, OrderState::Refunded, None).await?;
    let payload = serde_json::json!({
        "order": order.id, "refund": refund, "seats": order.seats(), "total": order.quote.total,
    });
    outbox::append(conn, Aggregate::Order(order.id), "order_refunded", &payload).await?;
    Ok(())
}
