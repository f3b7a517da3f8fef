//! Step two: ask the provider until it is known whether the money went back.

use frontrow_shared::id::RefundId;
use sqlx::PgPool;

use super::finish;
use crate::orders::OrderError;
use crate::orders::asking::{self, Answered, Asked};
use crate::payments::provider::Failure;
use crate::payments::refunding::{self, Leased};
use crate::payments::verdict::{self, RefundVerdict};
use crate::state::AppState;

/// Sends a refund if nobody else is at it.
///
/// # Errors
/// PostgreSQL; the refund then stays open and the reconciler goes on.
pub async fn send(state: &AppState, refund: RefundId) -> Result<(), OrderError> {
    match refunding::take(&state.db, Some(refund), 1).await?.pop() {
        Some(leased) => run(state, leased).await,
        None => Ok(()),
    }
}

/// Asks until the answer is final or patience is over.
///
/// # Errors
/// PostgreSQL; the refund then stays open and the reconciler goes on.
pub async fn run(state: &AppState, leased: Leased) -> Result<(), OrderError> {
    asking::until_known(state, leased).await
}

impl Asked for Leased {
    const LEFT_OPEN: &'static str = "frontrow_refund_unknown_total";

    fn tries(&mut self) -> &mut i32 {
        &mut self.tries
    }

    async fn about_to_ask(&mut self, pool: &PgPool) -> sqlx::Result<bool> {
        Self::about_to_ask(self, pool).await
    }

    async fn let_go(self, pool: &PgPool, failure: &Failure, wait_ms: u64) -> sqlx::Result<()> {
        Self::let_go(self, pool, failure, Some(wait_ms)).await
    }

    async fn ask(mut self, state: &AppState) -> Result<Answered<Self>, OrderError> {
        let failure = match cancel(state, &mut self).await? {
            RefundVerdict::SameKey(failure) | RefundVerdict::Read(failure) => failure,
            RefundVerdict::NextKey(failure) => {
                self.next_key();
                failure
            }
            RefundVerdict::Done(transaction) => {
                finish::done(state, &self, &transaction).await?;
                return Ok(Answered::Known);
            }
            RefundVerdict::Failed(failure) => {
                finish::failed(state, &self, &failure).await?;
                return Ok(Answered::Known);
            }
            RefundVerdict::Review(failure) => {
                finish::review(state, self, &failure).await?;
                return Ok(Answered::Known);
            }
        };
        Ok(Answered::Open(self, failure))
    }
}

/// One cancel, and a read when its answer leaves open what happened.
async fn cancel(state: &AppState, leased: &mut Leased) -> Result<RefundVerdict, OrderError> {
    let (mark, amount) = (leased.mark(), leased.amount);
    let request = leased.request();
    let outcome = asking::answer(state, leased, state.provider.cancel(&request)).await;
    let verdict = verdict::of_cancel(&mark, amount, outcome);
    let RefundVerdict::Read(failure) = verdict else { return Ok(verdict) };
    if !leased.about_to_ask(&state.db).await? {
        return Ok(RefundVerdict::SameKey(failure));
    }
    let payment_key = leased.payment_key().to_owned();
    let reading = asking::answer(state, leased, state.provider.read(&payment_key)).await;
    Ok(verdict::of_refund_reading(&mark, amount, reading, failure))
}
