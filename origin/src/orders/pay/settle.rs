//! Step two: ask the provider until it is known what became of the money.
//!
//! Every step is written down before it is taken, so that the reconciler of any replica can go
//! on where a killed process stopped: the same key brings the same answer again.

use std::time::{Duration, Instant};

use frontrow_shared::id::AttemptId;

use super::finish;
use crate::orders::OrderError;
use crate::payments::backoff::full_jitter;
use crate::payments::confirming::{self, Leased};
use crate::payments::provider::{Confirm, Failure, Outcome, Reading};
use crate::payments::verdict::{self, Verdict};
use crate::state::AppState;

/// How long one worker keeps asking before it leaves the attempt to the reconciler.
const PATIENCE: Duration = Duration::from_secs(45);
/// Waits between asks: at first up to 400 ms, at most four seconds.
const ASK_AGAIN_MS: (u64, u64) = (200, 4_000);
/// Waits between the reconciler's looks, after patience is over.
const LOOK_AGAIN_MS: (u64, u64) = (5_000, 300_000);

/// What is known after settling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It is known and written down: look at the attempt.
    Known,
    /// It is still unknown; the reconciler goes on.
    Unknown,
    /// Another worker has it.
    Elsewhere,
}

/// Settles an attempt if nobody else is at it.
///
/// # Errors
/// PostgreSQL; the attempt then stays confirming and the reconciler goes on.
pub async fn settle(state: &AppState, attempt: AttemptId) -> Result<Settled, OrderError> {
    match confirming::take(&state.db, Some(attempt), 1).await?.pop() {
        Some(leased) => run(state, leased).await,
        None => Ok(Settled::Elsewhere),
    }
}

/// Asks until the answer is final or patience is over.
///
/// # Errors
/// PostgreSQL; the attempt then stays confirming and the reconciler goes on.
pub async fn run(state: &AppState, mut leased: Leased) -> Result<Settled, OrderError> {
    let started = Instant::now();
    loop {
        if !leased.about_to_ask(&state.db).await? {
            return Ok(Settled::Elsewhere);
        }
        let failure = match ask(state, &mut leased).await? {
            Verdict::SameKey(failure) | Verdict::Read { failure, .. } => failure,
            Verdict::NextKey(failure) => {
                leased.next_key();
                failure
            }
            Verdict::Captured(payment) => {
                finish::captured(state, &leased, &payment).await?;
                return Ok(Settled::Known);
            }
            Verdict::Declined(failure) => {
                finish::declined(state, &leased, &failure).await?;
                return Ok(Settled::Known);
            }
            Verdict::Expired(failure) => {
                finish::expired(state, &leased, &failure).await?;
                return Ok(Settled::Known);
            }
            Verdict::Review(reason) => {
                finish::review(state, leased, &reason).await?;
                return Ok(Settled::Known);
            }
        };
        leased.tries = leased.tries.saturating_add(1);
        metrics::counter!("frontrow_payment_unknown_total", "code" => failure.code.clone())
            .increment(1);
        let tries = leased.tries.unsigned_abs();
        if started.elapsed() >= PATIENCE {
            let (base, cap) = LOOK_AGAIN_MS;
            let wait = full_jitter(tries, base, cap, rand::random());
            leased.let_go(&state.db, &failure, Some(wait)).await?;
            return Ok(Settled::Unknown);
        }
        let (base, cap) = ASK_AGAIN_MS;
        let wait = Duration::from_millis(full_jitter(tries, base, cap, rand::random()));
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = state.jobs.stopping().cancelled_owned() => {
                leased.let_go(&state.db, &failure, Some(0)).await?;
                return Ok(Settled::Unknown);
            }
        }
    }
}

/// One confirm, and a read when its answer leaves open what happened.
async fn ask(state: &AppState, leased: &mut Leased) -> Result<Verdict, OrderError> {
    let expected = leased.expected.clone();
    let request = Confirm {
        payment_key: expected.payment_key.clone(),
        provider_order_id: expected.provider_order_id.clone(),
        amount: expected.amount,
        idempotency_key: leased.confirm_key.clone(),
    };
    let outcome = state.provider.confirm(&request).await;
    let misconfigured = matches!(outcome, Outcome::Misconfigured(_));
    let verdict = verdict::of_confirm(&expected, outcome);
    let Verdict::Read { no_session, failure } = verdict else { return Ok(verdict) };
    if !leased.about_to_ask(&state.db).await? {
        return Ok(Verdict::SameKey(failure));
    }
    let time_over = leased.confirm_time_is_over(&state.db).await?;
    let reading = state.provider.read(&expected.payment_key).await;
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
