//! Money that went back at the provider by another hand, such as in its console.
//!
//! It is found by reading the payment back: after a webhook, or when a refund of ours finds less
//! than it asks for. All of it: the order is refunded. A part of it: a person decides what that
//! was for, and what is left can still go back.

use frontrow_shared::id::{AttemptId, OrderId, RefundId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::request::{book, give_up};
use super::send;
use crate::ledger;
use crate::orders::store::{self, OrderRow};
use crate::orders::transition::OrderState;
use crate::orders::{OrderError, release};
use crate::outbox::{self, Aggregate};
use crate::payments::attempts::{self, AttemptRow};
use crate::payments::provider::{Failure, Payment, Reading, Reversal};
use crate::payments::refunds;
use crate::payments::transition::AttemptState;
use crate::seats;
use crate::state::AppState;

/// A webhook spoke of money that we know of: an open refund of it is looked at now; otherwise the
/// payment is read back, and what is new about it becomes true here.
///
/// # Errors
/// PostgreSQL; no answer of the provider, so that it has to be looked at again.
pub(in crate::orders) async fn look(
    state: &AppState,
    attempt: &AttemptRow,
) -> Result<(), OrderError> {
    let order = store::read(&state.db, attempt.order, None).await?;
    if !matches!(order.state, OrderState::Confirmed | OrderState::NeedsReview) {
        return Ok(());
    }
    if let Some(open) = refunds::open(&state.db, attempt.id).await? {
        return send::send(state, open).await;
    }
    let Some(key) = &attempt.payment_key else { return Ok(()) };
    match state.provider.read(key).await {
        Reading::Found(payment) => apply(state, attempt.id, attempt.order, &payment).await,
        Reading::NotFound => {
            tracing::error!(order = %attempt.order, "the provider does not know a payment of ours");
            Ok(())
        }
        Reading::NoAnswer(failure) => Err(OrderError::ProviderSilent(failure)),
    }
}

/// Makes true here what the provider says of a payment that paid an order, or is under review.
pub(in crate::orders) async fn apply(
    state: &AppState,
    attempt: AttemptId,
    order: OrderId,
    payment: &Payment,
) -> Result<(), OrderError> {
    if payment.reversals.iter().any(|back| !back.done) {
        let message = "the provider has not decided about a return yet".to_owned();
        let failure = Failure { code: "return_undecided".to_owned(), message };
        return Err(OrderError::ProviderSilent(failure));
    }
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, order, None).await?;
    let attempt = attempts::lock(&mut tx, attempt).await?;
    let settled = !matches!(order.state, OrderState::Confirmed | OrderState::NeedsReview);
    // A refund of ours that began meanwhile finds it by itself.
    if settled || refunds::open(&mut *tx, attempt.id).await?.is_some() {
        return Ok(());
    }
    let new = match attempt.state {
        AttemptState::Captured => record(&mut tx, &order, &attempt, payment).await?,
        _ => 0,
    };
    match attempt.state {
        AttemptState::Captured if payment.is_called_off() => {
            give_up(&mut tx, &order, None).await?;
        }
        AttemptState::Confirming if payment.is_called_off() => {
            called_off(&mut tx, &order, &attempt).await?;
        }
        AttemptState::Captured if order.state == OrderState::Confirmed => {
            let Some(why) = worth_a_look(payment, new) else { return Ok(()) };
            review(&mut tx, &order, &why).await?;
        }
        _ if new > 0 => {}
        _ => return Ok(()),
    }
    tx.commit().await?;
    metrics::counter!("frontrow_money_elsewhere_total").increment(1);
    tracing::warn!(
        order = %order.id, left = payment.balance,
        "money of an order went back at the provider by another hand"
    );
    seats::nudge(state, order.performance, &order.seats()).await;
    Ok(())
}

/// Why a person has to look at a paid order; none when all is as it was.
fn worth_a_look(payment: &Payment, new: i64) -> Option<String> {
    if !payment.holds_money() {
        return Some(
            "the provider says that the money of this order is not there; look at the payment \
             there, then confirm the order or release it"
                .to_owned(),
        );
    }
    (new > 0).then(|| {
        format!(
            "{} went back at the provider by another hand and {} is left: confirm the order as it \
             is, or refund the rest",
            payment.shown(new),
            payment.shown(payment.balance)
        )
    })
}

async fn review(conn: &mut PgConnection, order: &OrderRow, why: &str) -> Result<(), OrderError> {
    store::advance(&mut *conn, order.id, order.state, OrderState::NeedsReview, Some(why)).await?;
    let payload = serde_json::json!({ "order": order.id, "reason": why });
    outbox::append(conn, Aggregate::Order(order.id), "order_needs_review", &payload).await?;
    metrics::counter!("frontrow_orders_review_total").increment(1);
    Ok(())
}

/// A payment under review was cancelled whole: nothing is with us, and the order is over.
async fn called_off(
    conn: &mut PgConnection,
    order: &OrderRow,
    attempt: &AttemptRow,
) -> Result<(), OrderError> {
    let message = "the payment was cancelled at the provider".to_owned();
    let failure = Failure { code: "called_off".to_owned(), message };
    let to = AttemptState::Declined;
    attempts::end(&mut *conn, attempt.id, attempt.state, to, &failure).await?;
    release::all(&mut *conn, order, "called_off").await?;
    store::advance(&mut *conn, order.id, order.state, OrderState::Cancelled, None).await?;
    let payload = serde_json::json!({ "order": order.id, "seats": order.seats() });
    outbox::append(conn, Aggregate::Order(order.id), "order_cancelled", &payload).await?;
    Ok(())
}

/// Writes down what another hand gave back, in a transaction of its own.
pub(super) async fn note(
    state: &AppState,
    order: OrderId,
    attempt: AttemptId,
    payment: &Payment,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, order, None).await?;
    let attempt = attempts::lock(&mut tx, attempt).await?;
    record(&mut tx, &order, &attempt, payment).await?;
    Ok(tx.commit().await?)
}

/// Writes down each return that the provider lists and we do not know, and books it when the sale
/// is booked. Gives how much is new. Order and attempt are locked.
pub(in crate::orders) async fn record(
    conn: &mut PgConnection,
    order: &OrderRow,
    attempt: &AttemptRow,
    payment: &Payment,
) -> Result<i64, OrderError> {
    let sold =
        attempt.state == AttemptState::Captured && ledger::is_sold(&mut *conn, order.id).await?;
    let known = refunds::returned(&mut *conn, attempt.id).await?;
    let mut before = known.amount;
    for back in unknown(payment, &known) {
        let id = RefundId(Uuid::now_v7());
        refunds::insert_found(&mut *conn, attempt, id, &back).await?;
        if sold {
            book(&mut *conn, order, id, before, back.amount).await?;
        }
        before += back.amount;
    }
    Ok(before - known.amount)
}

/// The returns that we do not know. What the balance lacks beyond the list is one more.
fn unknown(payment: &Payment, known: &refunds::Returned) -> Vec<Reversal> {
    let named = |back: &&Reversal| back.done && !back.transaction_key.is_empty();
    let mut new: Vec<Reversal> = payment
        .reversals
        .iter()
        .filter(named)
        .filter(|back| !known.transactions.contains(&back.transaction_key))
        .cloned()
        .collect();
    let listed = known.amount + new.iter().map(|back| back.amount).sum::<i64>();
    let missing = payment.total - payment.balance - listed;
    if missing > 0 {
        new.push(Reversal {
            amount: missing,
            reason: "not listed by the provider".to_owned(),
            transaction_key: String::new(),
            done: true,
        });
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payments::provider::PaymentStatus;

    #[test]
    fn what_is_known_is_not_found_again_and_what_is_not_listed_is_found_by_the_balance() {
        let back = |amount, key: &str| Reversal {
            amount,
            reason: String::new(),
            transaction_key: key.to_owned(),
            done: true,
        };
        let payment = |reversals: Vec<Reversal>, balance| Payment {
            payment_key: String::new(),
            provider_order_id: String::new(),
            status: PaymentStatus::Reversed,
            total: 100,
            balance,
            currency: "KRW".to_owned(),
            method: None,
            approved_at: None,
            receipt_url: None,
            reversals,
            failure: None,
        };
        let known = refunds::Returned { amount: 30, transactions: vec!["a".to_owned()] };
        let new = |reversals, balance| {
            let found = unknown(&payment(reversals, balance), &known);
            found.into_iter().map(|back| (back.amount, back.transaction_key)).collect::<Vec<_>>()
        };
        assert_eq!(new(vec![back(30, "a")], 70), []);
        assert_eq!(new(vec![back(30, "a"), back(20, "b")], 50), [(20, "b".to_owned())]);
        assert_eq!(new(vec![back(30, "a"), back(20, "")], 50), [(20, String::new())]);
        assert_eq!(new(vec![], 0), [(70, String::new())]);
    }
}
