//! Step three: what the provider has said becomes true here, in one transaction.

use sqlx::PgConnection;

use super::super::store::{self, OrderRow};
use super::super::transition::OrderState;
use super::found;
use crate::ledger::{self, Occasion, Posting};
use crate::orders::OrderError;
use crate::outbox::{self, Aggregate};
use crate::payments::attempts;
use crate::payments::confirming::Leased;
use crate::payments::provider::{Failure, Payment};
use crate::payments::transition::AttemptState;
use crate::rooms::{self, EndReason};
use crate::seats::SeatsError;
use crate::state::AppState;
use crate::tickets::PrintedSeat;
use crate::{coupons, seats, tickets};

/// The money is ours: captured, confirmed, sold, ticketed, booked. Does nothing when it was
/// done before; money for seats that are lost, or for an attempt that has ended, goes back by
/// itself.
pub(super) async fn captured(
    state: &AppState,
    leased: &Leased,
    payment: &Payment,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, leased.order, None).await?;
    if is_over(&mut tx, leased, &order).await? {
        let attempt = attempts::get(&mut *tx, leased.attempt).await?;
        drop(tx);
        // Ended by a slower answer that said the opposite: the money must not be forgotten.
        return found::stray(state, &attempt, payment).await;
    }
    attempts::lock(&mut tx, leased.attempt).await?;
    match complete(&mut tx, &order).await {
        Ok(()) => {}
        Err(OrderError::Seats(SeatsError::NotInState { .. })) => {
            drop(tx);
            return found::seat_lost(state, leased, payment).await;
        }
        Err(error) => return Err(error),
    }
    attempts::capture(&mut tx, leased.attempt, payment).await?;
    tx.commit().await?;
    metrics::counter!("frontrow_orders_confirmed_total").increment(1);
    seats::nudge(state, order.performance, &order.seats()).await;
    Ok(())
}

/// Confirms a locked order whose seats are claimed, or one under review: everything but the attempt.
pub(in crate::orders) async fn complete(
    conn: &mut PgConnection,
    order: &OrderRow,
) -> Result<(), OrderError> {
    seats::sell(&mut *conn, order.performance, order.id).await?;
    let printed: Vec<PrintedSeat> = order.quote.lines.iter().map(|line| line.printed()).collect();
    tickets::issue(&mut *conn, order.id, order.account, order.performance, &printed).await?;
    coupons::consume(&mut *conn, order.id).await?;
    let posting =
        Posting::new(order.id, order.seller, order.currency(), Occasion::Sale, order.amounts());
    ledger::post(&mut *conn, &posting).await?;
    store::advance(&mut *conn, order.id, order.state, OrderState::Confirmed, None).await?;
    if let Some(pass) = order.pass {
        rooms::service::end_pass(&mut *conn, order.sale, pass, EndReason::Paid).await?;
    }
    let payload = serde_json::json!({
        "order": order.id, "account": order.account, "performance": order.performance,
        "seats": order.seats(), "total": order.quote.total,
    });
    outbox::append(conn, Aggregate::Order(order.id), "order_confirmed", &payload).await?;
    Ok(())
}

/// Refused for good: the seats are reserved again until the same deadline, and the buyer may try
/// again.
pub(super) async fn declined(
    state: &AppState,
    leased: &Leased,
    failure: &Failure,
) -> Result<(), OrderError> {
    without_money(state, leased, AttemptState::Declined, failure).await
}

/// Ran out at the provider without money moving.
pub(super) async fn expired(
    state: &AppState,
    leased: &Leased,
    failure: &Failure,
) -> Result<(), OrderError> {
    without_money(state, leased, AttemptState::Expired, failure).await
}

async fn without_money(
    state: &AppState,
    leased: &Leased,
    to: AttemptState,
    failure: &Failure,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, leased.order, None).await?;
    if is_over(&mut tx, leased, &order).await? {
        return Ok(());
    }
    store::advance(&mut tx, order.id, order.state, OrderState::AwaitingPayment, None).await?;
    seats::unclaim(&mut tx, order.performance, order.id).await?;
    attempts::end(&mut tx, leased.attempt, AttemptState::Confirming, to, failure).await?;
    let payload = serde_json::json!({ "order": order.id, "code": failure.code });
    outbox::append(&mut tx, Aggregate::Order(order.id), "payment_refused", &payload).await?;
    tx.commit().await?;
    metrics::counter!("frontrow_payments_refused_total", "code" => failure.code.clone())
        .increment(1);
    seats::nudge(state, order.performance, &order.seats()).await;
    Ok(())
}

/// Money moved, but not the money that we asked for: nothing moves here until a person has
/// looked. The attempt stays confirming and is not asked about again.
pub(super) async fn review(
    state: &AppState,
    leased: Leased,
    reason: &str,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, leased.order, None).await?;
    if is_over(&mut tx, &leased, &order).await? {
        return Ok(());
    }
    store::advance(&mut tx, order.id, order.state, OrderState::NeedsReview, Some(reason)).await?;
    let payload = serde_json::json!({ "order": order.id, "reason": reason });
    outbox::append(&mut tx, Aggregate::Order(order.id), "order_needs_review", &payload).await?;
    tx.commit().await?;
    metrics::counter!("frontrow_orders_review_total").increment(1);
    tracing::error!(order = %order.id, reason, "an order needs a person to look at it");
    let failure = Failure { code: "needs_review".to_owned(), message: reason.to_owned() };
    Ok(leased.let_go(&state.db, &failure, None).await?)
}

/// Whether another worker was quicker: the order or the attempt is past confirming.
async fn is_over(
    conn: &mut PgConnection,
    leased: &Leased,
    order: &OrderRow,
) -> Result<bool, OrderError> {
    let attempt = attempts::get(conn, leased.attempt).await?;
    Ok(order.state != OrderState::Confirming || attempt.state != AttemptState::Confirming)
}
