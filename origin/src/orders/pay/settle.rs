//! Step two: ask the provider until it is known what became of the money.

use frontrow_shared::id::AttemptId;
use sqlx::PgPool;

use super::finish;
use crate::orders::OrderError;
use crate::orders::asking::{self, Answered, Asked};
use crate::payments::confirming::{self, Leased};
use crate::payments::provider::{Cancel, Confirm, Failure};
use crate::payments::verdict::{self, Doubt, Verdict};
use crate::state::AppState;

/// Why an account that waits for a deposit is called off, in words for the buyer.
const CALLED_OFF: &str = "제공하지 않는 결제 수단";

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
        let verdict = match confirm(state, &mut self).await? {
            Verdict::CallOff => call_off(state, &mut self).await?,
            other => other,
        };
        let failure = match verdict {
            Verdict::SameKey(failure) | Verdict::Read { failure, .. } => failure,
            Verdict::CallOff => verdict::not_offered(),
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
    let tried = std::mem::replace(&mut leased.tried, true);
    let outcome = asking::answer(state, leased, state.provider.confirm(&request)).await;
    match verdict::of_confirm(&expected, outcome, tried) {
        Verdict::Read { doubt, failure } => read(state, leased, doubt, failure).await,
        known => Ok(known),
    }
}

/// What the payment is, once it is read.
async fn read(
    state: &AppState,
    leased: &mut Leased,
    doubt: Doubt,
    failure: Failure,
) -> Result<Verdict, OrderError> {
    if !leased.about_to_ask(&state.db).await? {
        return Ok(Verdict::SameKey(failure));
    }
    let expected = leased.expected.clone();
    let time_over = leased.confirm_time_is_over(&state.db).await?;
    let reading = asking::answer(state, leased, state.provider.read(&expected.payment_key)).await;
    if verdict::blames_us(&expected, doubt, &reading) {
        asking::alarm(&failure);
    }
    Ok(verdict::of_reading(&expected, reading, failure, doubt, time_over))
}

/// Calls off a payment whose money is yet to come: the provider's window offers whatever the
/// merchant has switched on, and the key that opens it is public. Only when the provider says
/// that it is off are the seats let go: money that came meanwhile pays the order.
async fn call_off(state: &AppState, leased: &mut Leased) -> Result<Verdict, OrderError> {
    if !leased.about_to_ask(&state.db).await? {
        return Ok(Verdict::SameKey(verdict::not_offered()));
    }
    let request = Cancel {
        payment_key: leased.expected.payment_key.clone(),
        part: None,
        reason: CALLED_OFF.to_owned(),
        idempotency_key: leased.call_off_key(),
    };
    // Whatever it answers: what the payment is now is what counts.
    let _said = asking::answer(state, leased, state.provider.cancel(&request)).await;
    match read(state, leased, Doubt::Unclear, verdict::not_offered()).await? {
        Verdict::Declined(_) => Ok(Verdict::Declined(verdict::not_offered())),
        other => Ok(other),
    }
}
