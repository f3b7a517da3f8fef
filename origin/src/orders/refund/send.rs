//! Step two: ask the provider until it is known whether the money went back.

use std::time::{Duration, Instant};

use frontrow_shared::id::RefundId;

use super::finish;
use crate::orders::OrderError;
use crate::payments::backoff::full_jitter;
use crate::payments::refunding::{self, Leased};
use crate::payments::verdict::{self, RefundVerdict};
use crate::state::AppState;

/// How long one worker keeps asking before it leaves the refund to the reconciler.
const PATIENCE: Duration = Duration::from_secs(45);
/// Waits between asks: at first up to 400 ms, at most four seconds.
const ASK_AGAIN_MS: (u64, u64) = (200, 4_000);
/// Waits between the reconciler's looks, after patience is over.
const LOOK_AGAIN_MS: (u64, u64) = (5_000, 300_000);

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
pub async fn run(state: &AppState, mut leased: Leased) -> Result<(), OrderError> {
    let started = Instant::now();
    loop {
        if !leased.about_to_ask(&state.db).await? {
            return Ok(());
        }
        let failure = match ask(state, &mut leased).await? {
            RefundVerdict::SameKey(failure) | RefundVerdict::Read(failure) => failure,
            RefundVerdict::NextKey(failure) => {
                leased.next_key();
                failure
            }
            RefundVerdict::Done(transaction) => {
                return finish::done(state, &leased, &transaction).await;
            }
            RefundVerdict::Failed(failure) => {
                return finish::failed(state, &leased, &failure).await;
            }
            RefundVerdict::Review(failure) => {
                return finish::review(state, leased, &failure).await;
            }
        };
        leased.tries = leased.tries.saturating_add(1);
        metrics::counter!("frontrow_refund_unknown_total", "code" => failure.code.clone())
            .increment(1);
        let tries = leased.tries.unsigned_abs();
        if started.elapsed() >= PATIENCE {
            let (base, cap) = LOOK_AGAIN_MS;
            let wait = full_jitter(tries, base, cap, rand::random());
            return Ok(leased.let_go(&state.db, &failure, Some(wait)).await?);
        }
        let (base, cap) = ASK_AGAIN_MS;
        let wait = Duration::from_millis(full_jitter(tries, base, cap, rand::random()));
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = state.jobs.stopping().cancelled_owned() => {
                return Ok(leased.let_go(&state.db, &failure, Some(0)).await?);
            }
        }
    }
}

/// One cancel, and a read when its answer leaves open what happened.
async fn ask(state: &AppState, leased: &mut Leased) -> Result<RefundVerdict, OrderError> {
    let (mark, amount) = (leased.mark(), leased.amount);
    let outcome = state.provider.cancel(&leased.request()).await;
    let verdict = verdict::of_cancel(&mark, amount, outcome);
    let RefundVerdict::Read(failure) = verdict else { return Ok(verdict) };
    if !leased.about_to_ask(&state.db).await? {
        return Ok(RefundVerdict::SameKey(failure));
    }
    let reading = state.provider.read(leased.payment_key()).await;
    Ok(verdict::of_refund_reading(&mark, amount, reading, failure))
}
