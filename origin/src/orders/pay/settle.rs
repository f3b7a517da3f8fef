//! Step two: ask the provider until it is known what became of the money.

use frontrow_shared::id::AttemptId;
use sqlx::PgPool;

use super::finish;
use crate::orders::OrderError;
use crate::orders::asking::{self, Answered, Asked};
use crate::payments::confirming::{self, Leased};
use crate::payments::provider::{Confirm, Failure, Outcome, Reading};
use crate::payments::verdict::{self, Verdict};
use crate::state::AppState;

/// Settles an attempt if nobody else is at it.
///
/// # Errors
/// PostgreSQL; the attempt then stays confirming and the reconciler goes on.
pub async fn settle(state: &AppState, attempt: AttemptId) -> Result<(), OrderError> {
    match confirming::take(&state.db, Some(attempt), 1).await?.pop() {
        Some(leased) => run(state, leased).await,
        None => Ok(()),
    }
}

/// Asks until the answer is final or patience is over.
///
/// # Errors
/// PostgreSQL; the attempt then stays confirming and the reconciler goes on.
pub async fn run(state: &AppState, leased: Leased) -> Result<(), OrderError> {
    asking::until_known(state, leased).await
}

impl Asked for Leased {
    const LEFT_OPEN: &'static str = "frontrow_payment_unknown_total";

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
        let failure = match confirm(state, &mut self).await? {
            Verdict::SameKey(failure) | Verdict::Read { failure, .. } => failure,
            Verdict::NextKey(failure) => {
                self.next_key();
                failure
            }
            Verdict::Captured(payment) => {
                finish::captured(state, &self, &payment).await?;
                return Ok(Answered::Known);
            }
            Verdict::Declined(failure) => {
                finish::declined(state, &self, &failure).await?;
                return Ok(Answered::Known);
            }
            Verdict::Expired(failure) => {
                finish::expired(state, &self, &failure).await?;
                return Ok(Answered::Known);
            }
            Verdict::Review(reason) => {
                finish::review(state, self, &reason).await?;
                return Ok(Answered::Known);
            }
        };
        Ok(Answered::Open(self, failure))
    }
}

/// One confirm, and a read when its answer leaves open what happened.
async fn confirm(state: &AppState, leased: &mut Leased) -> Result<Verdict, OrderError> {
    let expected = leased.expected.clone();
    let request = Confirm {
        payment_key: expected.payment_key.clone(),
        provider_order_id: expected.provider_order_id.clone(),
        amount: expected.amount,
        idempotency_key: leased.confirm_key.clone(),
    };
    let outcome = asking::answer(state, leased, state.provider.confirm(&request)).await;
    let misconfigured = matches!(outcome, Outcome::Misconfigured(_));
    let verdict = verdict::of_confirm(&expected, outcome);
    let Verdict::Read { no_session, failure } = verdict else { return Ok(verdict) };
    if !leased.about_to_ask(&state.db).await? {
        return Ok(Verdict::SameKey(failure));
    }
    let time_over = leased.confirm_time_is_over(&state.db).await?;
    let reading = asking::answer(state, leased, state.provider.read(&expected.payment_key)).await;
    // A buyer can bring the payment of another order: refused, and our keys are fine.
    let foreign = matches!(&reading, Reading::Found(other) if !verdict::is_ours(&expected, other));
    if misconfigured && !foreign {
        alarm(&failure);
    }
    Ok(verdict::of_reading(&expected, reading, failure, no_session, time_over))
}

/// Our keys or settings are wrong: nobody can pay until a person mends it.
fn alarm(failure: &Failure) {
    metrics::counter!("frontrow_payment_misconfigured_total").increment(1);
    tracing::error!(
        code = failure.code,
        "the provider refuses our keys or requests; look at TOSS_SECRET_KEY and TOSS_CLIENT_KEY"
    );
}
