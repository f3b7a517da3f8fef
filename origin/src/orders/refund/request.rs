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
use crate::payments::attempts::{self, AttemptRow};
use crate::payments::refunds::{self, NewRefund, Source};
use crate::tickets;

/// Suspends the tickets of a locked, paid order and asks for what is left of its money. None when
/// nothing is, as nothing had been charged: then the order is refunded at once.
pub(in crate::orders) async fn request(
    conn: &mut PgConnection,
    order: &OrderRow,
    source: Source,
    reason: &str,
) -> Result<Option<RefundId>, OrderError> {
    if order.total() == 0 {
        take_back_nothing(conn, order).await?;
        return Ok(None);
    }
    let attempt = attempts::captured(&mut *conn, order.id).await?;
    let attempt = attempt.ok_or_else(|| {
        OrderError::Unreadable(format!("{} is paid and has no captured attempt", order.id))
    })?;
    let left = attempt.amount - refunds::returned(&mut *conn, attempt.id).await?.amount;
    if left <= 0 {
        give_up(conn, order, None).await?;
        return Ok(None);
    }
    Ok(Some(ask(conn, order, &attempt, left, source, reason).await?))
}

/// Suspends the tickets of a locked order, if there are any, and asks for `left`, all that is
/// left of an attempt's money.
pub(in crate::orders) async fn ask(
    conn: &mut PgConnection,
    order: &OrderRow,
    attempt: &AttemptRow,
    left: i64,
    source: Source,
    reason: &str,
) -> Result<RefundId, OrderError> {
    tickets::suspend(&mut *conn, order.id).await?;
    let key = attempt.payment_key.as_deref();
    let payment_key = key.ok_or_else(|| {
        OrderError::Unreadable(format!("{} has money and no payment key", attempt.id))
    })?;
    let id = RefundId(Uuid::now_v7());
    let new = NewRefund {
        id,
        order: order.id,
        attempt: attempt.id,
        payment_key,
        amount: left,
        currency: &attempt.currency,
        reason,
        source,
        balance_before: left,
    };
    match refunds::insert(&mut *conn, &new).await {
        Err(error) if violates(&error, "refunds_live_attempt_key") => {
            return Err(OrderError::InProgress);
        }
        other => other?,
    }
    let payload = serde_json::json!({ "order": order.id, "refund": id, "amount": left });
    outbox::append(conn, Aggregate::Order(order.id), "refund_requested", &payload).await?;
    Ok(id)
}

/// Books that `amount` of a sale went back, after `before` of it had.
pub(super) async fn book(
    conn: &mut PgConnection,
    order: &OrderRow,
    refund: RefundId,
    before: i64,
    amount: i64,
) -> Result<(), OrderError> {
    let posting = Posting::new(
        order.id,
        order.seller,
        order.currency(),
        Occasion::Refund(Some(refund)),
        order.amounts().going_back(before, amount),
    );
    Ok(ledger::post(conn, &posting).await?)
}

/// An order for which nothing had been charged goes back.
async fn take_back_nothing(conn: &mut PgConnection, order: &OrderRow) -> Result<(), OrderError> {
    let (seller, currency) = (order.seller, order.currency());
    let posting = Posting::new(order.id, seller, currency, Occasion::Refund(None), order.amounts());
    ledger::post(&mut *conn, &posting).await?;
    give_up(conn, order, None).await
}

/// Nothing of an order's money is with us any more: tickets, seats, grant, limit, state. The books
/// have it already.
pub(in crate::orders) async fn give_up(
    conn: &mut PgConnection,
    order: &OrderRow,
    refund: Option<RefundId>,
) -> Result<(), OrderError> {
    tickets::void(&mut *conn, order.id).await?;
    release::all(&mut *conn, order, "order_refunded").await?;
    store::advance(&mut *conn, order.id, order.state, OrderState::Refunded, None).await?;
    let payload = serde_json::json!({
        "order": order.id, "refund": refund, "seats": order.seats(), "total": order.quote.total,
    });
    outbox::append(conn, Aggregate::Order(order.id), "order_refunded", &payload).await?;
    Ok(())
}
