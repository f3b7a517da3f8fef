//! Way out: the provider has no money of it, so the order is over and its seats are free.

use frontrow_shared::id::{AccountId, OrderId};
use serde_json::json;
use sqlx::PgConnection;

use super::Looked;
use crate::audit::{self, Act, Action};
use crate::orders::OrderError;
use crate::orders::refund::{elsewhere, give_up};
use crate::orders::release;
use crate::orders::store::{self, OrderRow};
use crate::orders::transition::OrderState;
use crate::outbox::{self, Aggregate};
use crate::payments::attempts::{self, AttemptRow};
use crate::payments::confirming::call_off_key;
use crate::payments::provider::{Cancel, Failure, Payment, PaymentStatus};
use crate::payments::transition::AttemptState;
use crate::seats;
use crate::state::AppState;

/// Ends an order under review whose money is not with us: what was sold is taken back, in the
/// books too; what was not is cancelled.
///
/// # Errors
/// `Untrue` while the provider has money of it; no answer of the provider.
pub(in crate::orders) async fn release(
    state: &AppState,
    by: AccountId,
    id: OrderId,
    reason: &str,
) -> Result<(), OrderError> {
    let mut looked = super::look(state, id).await?;
    call_off(state, &mut looked, reason).await?;
    if let Some(payment) = looked.money() {
        return Err(OrderError::Untrue(format!(
            "{} is with the payment service; confirm the order or give it back",
            payment.shown(payment.balance)
        )));
    }
    let unread = |payment: &&Payment| payment.status == PaymentStatus::Other && payment.balance > 0;
    if let Some(payment) = looked.payment.as_ref().filter(unread) {
        return Err(OrderError::Untrue(format!(
            "the payment service says something of the payment that is not known here, and {} of \
             it may be there; look at it in the payment service's own pages",
            payment.shown(payment.balance)
        )));
    }
    let mut tx = state.db.begin().await?;
    let (order, attempt) = super::lock(&mut tx, id, &looked).await?;
    match attempt.state {
        AttemptState::Captured => {
            let gone = nothing_left(&attempt, looked.payment);
            elsewhere::record(&mut tx, &order, &attempt, &gone).await?;
            give_up(&mut tx, &order, None).await?;
        }
        _ => never_paid(&mut tx, &order, &attempt, reason).await?,
    }
    let act = Act::new(Some(by), Action::OrderReviewReleased, id);
    audit::record(&mut tx, act.made(&json!({ "reason": reason }))).await?;
    tx.commit().await?;
    seats::nudge(state, order.performance, &order.seats()).await;
    Ok(())
}

/// An account that waits for a deposit is called off first: nobody is to pay into it afterwards.
async fn call_off(state: &AppState, looked: &mut Looked, reason: &str) -> Result<(), OrderError> {
    let waits = |payment: &&Payment| payment.status == PaymentStatus::WaitingForDeposit;
    let Some(payment) = looked.payment.as_ref().filter(waits) else { return Ok(()) };
    let cancel = Cancel {
        payment_key: payment.payment_key.clone(),
        part: None,
        reason: reason.to_owned(),
        idempotency_key: call_off_key(looked.attempt.id),
    };
    // Whatever it answers: what the payment is now is what counts.
    let _said = state.provider.cancel(&cancel).await;
    looked.payment = super::ask(state, &looked.attempt).await?;
    if looked.payment.as_ref().is_some_and(|payment| waits(&payment)) {
        return Err(OrderError::Untrue(
            "a deposit may still come for it, and the payment service does not call that off"
                .to_owned(),
        ));
    }
    Ok(())
}

/// What the provider says of captured money that is not there, in whatever words, or in none.
fn nothing_left(attempt: &AttemptRow, payment: Option<Payment>) -> Payment {
    let said = payment.unwrap_or_else(|| Payment {
        payment_key: attempt.payment_key.clone().unwrap_or_default(),
        provider_order_id: attempt.provider_order_id.clone(),
        status: PaymentStatus::Other,
        total: attempt.amount,
        balance: 0,
        currency: attempt.currency.clone(),
        method: None,
        approved_at: None,
        receipt_url: None,
        reversals: Vec::new(),
        failure: None,
    });
    Payment { balance: 0, ..said }
}

async fn never_paid(
    conn: &mut PgConnection,
    order: &OrderRow,
    attempt: &AttemptRow,
    reason: &str,
) -> Result<(), OrderError> {
    let failure = Failure { code: "released".to_owned(), message: reason.to_owned() };
    let to = AttemptState::Declined;
    attempts::end(&mut *conn, attempt.id, attempt.state, to, &failure).await?;
    release::all(&mut *conn, order, "order_cancelled").await?;
    store::advance(&mut *conn, order.id, order.state, OrderState::Cancelled, None).await?;
    let payload = json!({ "order": order.id, "seats": order.seats() });
    outbox::append(conn, Aggregate::Order(order.id), "order_cancelled", &payload).await?;
    Ok(())
}
