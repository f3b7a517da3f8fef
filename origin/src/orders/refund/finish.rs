//! Step three: what the provider has said becomes true here, in one transaction.

use super::super::OrderError;
use super::super::store;
use super::super::transition::OrderState;
use super::elsewhere;
use super::request::{book, give_up};
use crate::ledger;
use crate::outbox::{self, Aggregate};
use crate::payments::attempts;
use crate::payments::provider::{Failure, Payment, Reversal};
use crate::payments::refunding::Leased;
use crate::payments::refunds;
use crate::payments::transition::{AttemptState, RefundState};
use crate::seats;
use crate::state::AppState;
use crate::tickets;

/// The money went back. Does nothing when that was written down before.
pub(super) async fn done(
    state: &AppState,
    leased: &Leased,
    back: &Reversal,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, leased.order, None).await?;
    let id = leased.refund;
    if refunds::lock(&mut tx, id).await? != RefundState::Sending {
        return Ok(());
    }
    let paid = attempts::lock(&mut tx, leased.attempt).await?.state == AttemptState::Captured;
    let before = refunds::returned(&mut tx, leased.attempt).await?.amount;
    refunds::end(&mut tx, id, RefundState::Done, Some(back), None).await?;
    // Only the money that paid the order ends it; that of a stray attempt changes nothing here.
    if paid && matches!(order.state, OrderState::Confirmed | OrderState::NeedsReview) {
        // Taken for lost seats, or another sum than asked for: never a sale, and not in the books.
        if ledger::is_sold(&mut tx, order.id).await? {
            book(&mut tx, &order, id, before, back.amount).await?;
        }
        give_up(&mut tx, &order, Some(id)).await?;
    } else {
        tell(&mut tx, leased, "stray_money_returned").await?;
    }
    tx.commit().await?;
    metrics::counter!("frontrow_refunds_total", "end" => "done").increment(1);
    seats::nudge(state, order.performance, &order.seats()).await;
    Ok(())
}

/// The provider refused for good: the tickets are valid again.
pub(super) async fn failed(
    state: &AppState,
    leased: &Leased,
    failure: &Failure,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, leased.order, None).await?;
    if refunds::lock(&mut tx, leased.refund).await? != RefundState::Sending {
        return Ok(());
    }
    refunds::end(&mut tx, leased.refund, RefundState::Failed, None, Some(failure)).await?;
    if attempts::lock(&mut tx, leased.attempt).await?.state == AttemptState::Captured {
        tickets::restore(&mut tx, order.id).await?;
    }
    tell(&mut tx, leased, "refund_failed").await?;
    tx.commit().await?;
    metrics::counter!("frontrow_refunds_total", "end" => "failed").increment(1);
    tracing::warn!(order = %order.id, code = failure.code, "the provider refused a refund");
    Ok(())
}

/// All of the money went back by another hand: the refund has nothing left to do, and the order
/// is over as if it had done it.
pub(super) async fn gone(
    state: &AppState,
    leased: &Leased,
    payment: &Payment,
    failure: &Failure,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, leased.order, None).await?;
    if refunds::lock(&mut tx, leased.refund).await? != RefundState::Sending {
        return Ok(());
    }
    refunds::end(&mut tx, leased.refund, RefundState::Failed, None, Some(failure)).await?;
    let attempt = attempts::lock(&mut tx, leased.attempt).await?;
    elsewhere::record(&mut tx, &order, &attempt, payment).await?;
    let paid = attempt.state == AttemptState::Captured;
    if paid && matches!(order.state, OrderState::Confirmed | OrderState::NeedsReview) {
        give_up(&mut tx, &order, None).await?;
    }
    tx.commit().await?;
    metrics::counter!("frontrow_money_elsewhere_total").increment(1);
    tracing::warn!(
        order = %order.id, refund = %leased.refund, code = failure.code,
        "the money that a refund asked for had gone back by another hand"
    );
    seats::nudge(state, order.performance, &order.seats()).await;
    Ok(())
}

async fn tell(
    conn: &mut sqlx::PgConnection,
    leased: &Leased,
    kind: &str,
) -> Result<(), OrderError> {
    let payload = serde_json::json!({
        "order": leased.order, "refund": leased.refund, "amount": leased.amount,
    });
    Ok(outbox::append(conn, Aggregate::Order(leased.order), kind, &payload).await?)
}
