//! Step one: may this money be taken for this order, and if so, the seats are claimed.

use frontrow_shared::id::{AccountId, AttemptId, OrderId};

use super::comeback::PayReturn;
use crate::db::{MoveError, violates};
use crate::orders::OrderError as E;
use crate::orders::store;
use crate::orders::transition::OrderState;
use crate::payments::attempts;
use crate::payments::confirming::{self, Leased};
use crate::payments::transition::AttemptState;
use crate::seats;
use crate::state::AppState;

/// What the return of the buyer amounts to.
#[derive(Debug)]
pub(super) enum Claimed {
    /// The seats are claimed; the provider is to be asked.
    Ours(Box<Leased>),
    /// It was claimed before: the answer is on its way or there.
    Before(AttemptId),
    /// Another attempt has paid the order; this one is never confirmed and runs out.
    PaidByAnother,
}

/// Compares, then claims. Nothing is asked of the provider unless everything belongs together.
pub(super) async fn claim(
    state: &AppState,
    account: Option<AccountId>,
    order: OrderId,
    back: &PayReturn,
) -> Result<Claimed, E> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, order, account).await?;
    let name = state.provider.name();
    let attempt = attempts::by_provider_order(&mut *tx, name, &back.provider_order_id).await?;
    let attempt = attempt
        .filter(|attempt| attempt.order == order.id)
        .ok_or(E::Mismatch("this payment belongs to another order"))?;
    // The row again, locked: another return of the same buyer may have moved it.
    let attempt = attempts::lock(&mut tx, attempt.id).await?;
    if back.amount != attempt.amount || back.amount != order.total() {
        return Err(E::Mismatch("the amount is not the order's"));
    }
    let other_key = attempt.payment_key.as_ref().is_some_and(|key| *key != back.payment_key);
    if other_key {
        return Err(E::Mismatch("this payment is not the one that was begun"));
    }
    match attempt.state {
        AttemptState::Created | AttemptState::Redirected => {}
        // An attempt that ended with its order: the order says why.
        _ if order.state == OrderState::Expired => return Err(E::Expired),
        _ if order.state == OrderState::Cancelled => {
            return Err(E::NotPayable(order.state.as_str()));
        }
        _ => return Ok(Claimed::Before(attempt.id)),
    }
    match order.state {
        OrderState::AwaitingPayment => {}
        OrderState::Confirming => return Err(E::InProgress),
        OrderState::Confirmed | OrderState::PartiallyRefunded | OrderState::Refunded => {
            return Ok(Claimed::PaidByAnother);
        }
        OrderState::Expired => return Err(E::Expired),
        other => return Err(E::NotPayable(other.as_str())),
    }
    // A second statement: the time at which the lock was got counts, not when it was asked for.
    if !store::is_in_time(&mut tx, order.id).await? {
        return Err(E::Expired);
    }
    store::advance(&mut tx, order.id, order.state, OrderState::Confirming, None).await?;
    seats::claim(&mut tx, order.performance, order.id).await?;
    let leased =
        match confirming::begin(&mut tx, attempt.id, attempt.state, &back.payment_key).await {
            Err(MoveError::Sql(error)) if violates(&error, "payment_attempts_payment_key") => {
                return Err(E::Mismatch("this payment belongs to another order"));
            }
            other => other?,
        };
    tx.commit().await?;
    seats::nudge(state, order.performance, &order.seats()).await;
    Ok(Claimed::Ours(Box::new(leased)))
}
