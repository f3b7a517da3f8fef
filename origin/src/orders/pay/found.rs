//! Money that has no seat goes back by itself.
//!
//! Toss takes nothing that we did not confirm, and we confirm only what is claimed; so this is
//! for the day on which one of the two was not so.

use frontrow_shared::id::RefundId;
use uuid::Uuid;

use super::super::store;
use super::super::transition::OrderState;
use super::claim::{Claimed, claim};
use super::comeback::PayReturn;
use super::settle;
use crate::orders::{OrderError, refund};
use crate::outbox::{self, Aggregate};
use crate::payments::attempts::{self, AttemptRow};
use crate::payments::confirming::Leased;
use crate::payments::provider::{Payment, PaymentStatus, Reading};
use crate::payments::refunds::{self, NewRefund, Source};
use crate::payments::transition::AttemptState;
use crate::state::AppState;

const REASON: &str = "좌석을 드리지 못한 결제의 자동 환불";

/// A captured payment whose seats are not claimed any more: the money is recorded and sent back,
/// and the order ends when it has arrived.
pub(super) async fn seat_lost(
    state: &AppState,
    leased: &Leased,
    payment: &Payment,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, leased.order, None).await?;
    let why = "the seats were lost while the payment was confirmed; the money goes back";
    store::advance(&mut tx, order.id, order.state, OrderState::NeedsReview, Some(why)).await?;
    attempts::capture(&mut tx, leased.attempt, payment).await?;
    let attempt = attempts::get(&mut *tx, leased.attempt).await?;
    let id = send_back(&mut tx, &attempt, payment).await?;
    tx.commit().await?;
    tracing::error!(order = %order.id, "money was taken for lost seats; it goes back");
    refund::spawn(state, id);
    Ok(())
}

/// A webhook spoke of an attempt: whatever state it is in here, what the provider says of it now
/// becomes true.
pub(super) async fn look(state: &AppState, attempt: &AttemptRow) -> Result<(), OrderError> {
    match attempt.state {
        AttemptState::Confirming if !is_under_review(state, attempt).await? => {
            settle::settle(state, attempt.id).await
        }
        AttemptState::Confirming | AttemptState::Captured => {
            refund::elsewhere::look(state, attempt).await
        }
        _ => unasked(state, attempt).await,
    }
}

async fn is_under_review(state: &AppState, attempt: &AttemptRow) -> Result<bool, OrderError> {
    let order = store::read(&state.db, attempt.order, None).await?;
    Ok(order.state == OrderState::NeedsReview)
}

/// Money of an attempt that nobody confirms: it is used for the order while that is possible, else
/// sent back.
async fn unasked(state: &AppState, attempt: &AttemptRow) -> Result<(), OrderError> {
    let reading = state.provider.read_by_order(&attempt.provider_order_id).await;
    let payment = match reading {
        Reading::Found(payment) => payment,
        Reading::NotFound => return Ok(()),
        // No answer is no news: the webhook stays until there is one.
        Reading::NoAnswer(failure) => return Err(OrderError::ProviderSilent(failure)),
    };
    if payment.provider_order_id != attempt.provider_order_id || !payment.holds_money() {
        return Ok(());
    }
    let back = PayReturn {
        payment_key: payment.payment_key.clone(),
        provider_order_id: attempt.provider_order_id.clone(),
        amount: payment.total,
    };
    // What was given back in part already pays nothing any more.
    if payment.status != PaymentStatus::Done {
        return stray(state, attempt, &payment).await;
    }
    match claim(state, None, attempt.order, &back).await {
        Ok(Claimed::Ours(leased)) => {
            settle::run(state, *leased).await?;
            return Ok(());
        }
        Ok(_) => {}
        Err(error @ (OrderError::Sql(_) | OrderError::InProgress)) => return Err(error),
        Err(error) => tracing::warn!(order = %attempt.order, %error, "money without a seat"),
    }
    stray(state, attempt, &payment).await
}

/// Sends back the money of an attempt that came to nothing; the order is left as it is. Does
/// nothing for one that is being confirmed or has paid, nor a second time.
pub(super) async fn stray(
    state: &AppState,
    attempt: &AttemptRow,
    payment: &Payment,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    store::lock(&mut tx, attempt.order, None).await?;
    let attempt = attempts::lock(&mut tx, attempt.id).await?;
    let dead = !matches!(attempt.state, AttemptState::Confirming | AttemptState::Captured);
    if !dead || refunds::covers(&mut tx, attempt.id).await? {
        return Ok(());
    }
    attempts::name_payment(&mut tx, attempt.id, &payment.payment_key).await?;
    let id = send_back(&mut tx, &attempt, payment).await?;
    tx.commit().await?;
    tracing::error!(order = %attempt.order, "money was found for an attempt that had ended; it goes back");
    refund::spawn(state, id);
    Ok(())
}

async fn send_back(
    conn: &mut sqlx::PgConnection,
    attempt: &AttemptRow,
    payment: &Payment,
) -> Result<RefundId, OrderError> {
    let balance = payment.balance;
    let id = RefundId(Uuid::now_v7());
    let new = NewRefund {
        id,
        order: attempt.order,
        attempt: attempt.id,
        // Another than the attempt's, when the window was opened twice.
        payment_key: &payment.payment_key,
        amount: balance,
        currency: &payment.currency,
        reason: REASON,
        source: Source::SeatLost,
        balance_before: balance,
    };
    refunds::insert(&mut *conn, &new).await?;
    let payload = serde_json::json!({ "order": attempt.order, "refund": id, "amount": balance });
    outbox::append(conn, Aggregate::Order(attempt.order), "money_without_seat", &payload).await?;
    Ok(id)
}
