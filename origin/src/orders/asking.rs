//! Asking the provider until it is known what became of money: the same for money that comes and
//! for money that goes back.
//!
//! Every step is written down before it is taken, so that the reconciler of any replica can go
//! on where a killed process stopped: the same key brings the same answer again.

use std::pin::pin;
use std::time::{Duration, Instant};

use sqlx::PgPool;

use super::OrderError;
use crate::backoff::full_jitter;
use crate::payments::lease;
use crate::payments::provider::Failure;
use crate::state::AppState;

/// How long one worker keeps asking before it leaves the rest to the reconciler.
const PATIENCE: Duration = Duration::from_secs(45);
/// Waits between asks: at first up to 400 ms, at most four seconds.
const ASK_AGAIN_MS: (u64, u64) = (200, 4_000);
/// Waits between the reconciler's looks, after patience is over.
const LOOK_AGAIN_MS: (u64, u64) = (5_000, 300_000);

/// What a worker has under a lease and asks about.
pub(super) trait Asked: Send + Sized {
    /// The metric that counts answers which leave it open.
    const LEFT_OPEN: &'static str;

    /// How often it was asked without an answer.
    fn tries(&mut self) -> &mut i32;

    /// Prolongs the lease and stores the key that is used next. False when another worker has it
    /// now, or it has ended.
    fn about_to_ask(&mut self, pool: &PgPool) -> impl Future<Output = sqlx::Result<bool>> + Send;

    /// Gives the lease back; the reconciler looks again after `wait_ms`.
    fn let_go(
        self,
        pool: &PgPool,
        failure: &Failure,
        wait_ms: u64,
    ) -> impl Future<Output = sqlx::Result<()>> + Send;

    /// Asks once, and writes down what the answer means.
    fn ask(
        self,
        state: &AppState,
    ) -> impl Future<Output = Result<Answered<Self>, OrderError>> + Send;
}

/// What came of one question.
pub(super) enum Answered<A> {
    /// It is known and written down.
    Known,
    /// It is still open; why.
    Open(A, Failure),
}

/// Asks until the answer is final, patience is over or another worker has it.
///
/// # Errors
/// PostgreSQL; it then stays open and the reconciler goes on.
pub(super) async fn until_known<A: Asked>(
    state: &AppState,
    mut asked: A,
) -> Result<(), OrderError> {
    let started = Instant::now();
    loop {
        if !asked.about_to_ask(&state.db).await? {
            return Ok(());
        }
        let failure = match asked.ask(state).await? {
            Answered::Known => return Ok(()),
            Answered::Open(open, failure) => {
                asked = open;
                failure
            }
        };
        metrics::counter!(A::LEFT_OPEN, "code" => failure.code.clone()).increment(1);
        *asked.tries() = asked.tries().saturating_add(1);
        let tries = asked.tries().unsigned_abs();
        if started.elapsed() >= PATIENCE {
            let (base, cap) = LOOK_AGAIN_MS;
            let wait = full_jitter(tries, base, cap, rand::random());
            return Ok(asked.let_go(&state.db, &failure, wait).await?);
        }
        let (base, cap) = ASK_AGAIN_MS;
        let wait = Duration::from_millis(full_jitter(tries, base, cap, rand::random()));
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = state.jobs.stopping().cancelled_owned() => {
                return Ok(asked.let_go(&state.db, &failure, 0).await?);
            }
        }
    }
}

/// Waits for the provider's answer, and shows meanwhile that somebody does. An answer counts
/// even when another worker has taken over: each step locks and looks before it writes.
pub(super) async fn answer<A: Asked, T: Send>(
    state: &AppState,
    asked: &mut A,
    call: impl Future<Output = T> + Send,
) -> T {
    let mut call = pin!(call);
    loop {
        match tokio::time::timeout(lease::SIGN_OF_LIFE, &mut call).await {
            Ok(answer) => return answer,
            Err(_) => match asked.about_to_ask(&state.db).await {
                Ok(true) => {}
                Ok(false) => tracing::warn!("another worker asks the provider the same"),
                Err(error) => tracing::warn!(%error, "a lease could not be prolonged"),
            },
        }
    }
}

/// Our keys or settings are wrong: nobody can pay until a person mends it.
pub(super) fn alarm(failure: &Failure) {
    metrics::counter!("frontrow_payment_misconfigured_total").increment(1);
    tracing::error!(
        code = failure.code,
        "the provider refuses our keys or requests; look at TOSS_SECRET_KEY and TOSS_CLIENT_KEY"
    );
}
