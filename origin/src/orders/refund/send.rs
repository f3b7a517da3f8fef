//! Step two: ask the provider until it is known whether the money went back.

use frontrow_shared::id::RefundId;
use sqlx::PgPool;

use super::{elsewhere, finish};
use crate::orders::OrderError;
use crate::orders::asking::{self, Answered, Asked};
use crate::payments::provider::{Failure, Outcome};
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
        Self::let_go(self, pool, failure, wait_ms).await
    }

    async fn ask(mut self, state: &AppState) -> Result<Answered<Self>, OrderError> {
        let failure = match cancel(state, &mut self).await? {
            RefundVerdict::SameKey(failure) | RefundVerdict::Read { failure, .. } => failure,
            RefundVerdict::NextKey(payment, failure) => {
                // What another hand gave back is written down before the rest is asked for.
                elsewhere::note(state, self.order, self.attempt, &payment).await?;
                self.next_key(payment.balance);
                failure
            }
            RefundVerdict::Done(back) => {
                finish::done(state, &self, &back).await?;
                return Ok(Answered::Known);
            }
            RefundVerdict::Failed(failure) => {
                finish::failed(state, &self, &failure).await?;
                return Ok(Answered::Known);
            }
            RefundVerdict::Gone(payment, failure) => {
                finish::gone(state, &self, &payment, &failure).await?;
                return Ok(Answered::Known);
            }
        };
        Ok(Answered::Open(self, failure))
    }
}

/// One cancel, and a read when its answer leaves open what happened.
async fn cancel(state: &AppState, leased: &mut Leased) -> Result<RefundVerdict, OrderError> {
    let mark = leased.mark();
    let request = leased.request();
    let tried = std::mem::replace(&mut leased.tried, true);
    let outcome = asking::answer(state, leased, state.provider.cancel(&request)).await;
    if let Outcome::Misconfigured(failure) = &outcome {
        asking::alarm(failure);
    }
    let verdict = verdict::of_cancel(&mark, outcome, tried);
    let RefundVerdict::Read { refused, failure } = verdict else { return Ok(verdict) };
    if !leased.about_to_ask(&state.db).await? {
        return Ok(RefundVerdict::SameKey(failure));
    }
    let payment_key = leased.payment_key().to_owned();
    let reading = asking::answer(state, leased, state.provider.read(&payment_key)).await;
    Ok(verdict::of_refund_reading(&mark, reading, failure, refused))
}
