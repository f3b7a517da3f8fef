//! Finishes what a killed process, a lost answer or a provider's bad hour left open. At start
//! and every ten seconds, on every replica; leases keep two from doing the same.

use std::time::Duration;

use tokio::task::JoinHandle;

use super::OrderError;
use super::pay::{settle, webhook};
use super::refund::{elsewhere, send};
use crate::payments::{attempts, comparing, confirming, inbox, refunding};
use crate::state::AppState;

/// How often: with the lease, what a killed process leaves is taken up within half a minute.
pub(super) const EVERY: Duration = Duration::from_secs(10);
/// Most of each kind that is taken up at once.
const BATCH: i64 = 20;
/// Most payments that are compared in one round: some 40,000 a day, on each replica.
const COMPARED: i64 = 5;
/// How long a full batch may take before the next is taken up beside it: a provider that answers
/// gets no more than a batch at once, and one that hangs does not hold up the rest.
const NEXT_AFTER: Duration = Duration::from_secs(5);

/// One round: what is due is taken, whatever waits longest first, and worked at in tasks of its
/// own, so that a provider that hangs on one payment does not hold up the others; until nothing
/// is left that is due.
///
/// # Errors
/// PostgreSQL.
pub async fn round(state: &AppState) -> Result<(), OrderError> {
    tokio::try_join!(payments(state), refunds(state), webhooks(state), comparisons(state))?;
    Ok(())
}

async fn payments(state: &AppState) -> Result<(), OrderError> {
    loop {
        let mut tasks = Vec::new();
        for leased in confirming::take(&state.db, None, BATCH).await? {
            let (order, task_state) = (leased.order, state.clone());
            tasks.push(state.jobs.detach(async move {
                if let Err(error) = settle::run(&task_state, leased).await {
                    tracing::warn!(%order, %error, "a payment stays open; it is looked at again");
                }
            }));
        }
        if is_last(state, tasks).await {
            return Ok(());
        }
    }
}

async fn refunds(state: &AppState) -> Result<(), OrderError> {
    loop {
        let mut tasks = Vec::new();
        for leased in refunding::take(&state.db, None, BATCH).await? {
            let (order, task_state) = (leased.order, state.clone());
            tasks.push(state.jobs.detach(async move {
                if let Err(error) = send::run(&task_state, leased).await {
                    tracing::warn!(%order, %error, "a refund stays open; it is looked at again");
                }
            }));
        }
        if is_last(state, tasks).await {
            return Ok(());
        }
    }
}

async fn webhooks(state: &AppState) -> Result<(), OrderError> {
    loop {
        let mut tasks = Vec::new();
        for waiting in inbox::take(&state.db, None, BATCH).await? {
            let task_state = state.clone();
            tasks.push(state.jobs.detach(async move {
                if let Err(error) = webhook::act(&task_state, &waiting).await {
                    tracing::warn!(webhook = %waiting.id, %error, "a webhook is looked at again");
                }
            }));
        }
        if is_last(state, tasks).await {
            return Ok(());
        }
    }
}

/// Reads back, a few a round, what paid for an order a day ago or more: a webhook that never came
/// hides nothing.
async fn comparisons(state: &AppState) -> Result<(), OrderError> {
    for id in comparing::take(&state.db, COMPARED).await? {
        let task_state = state.clone();
        state.jobs.detach(async move {
            let looked = async {
                let attempt = attempts::get(&task_state.db, id).await?;
                elsewhere::look(&task_state, &attempt).await
            };
            if let Err(error) = looked.await {
                tracing::warn!(attempt = %id, %error, "a payment is compared again in an hour");
                comparing::again(&task_state.db, id).await?;
            }
            Ok::<_, OrderError>(())
        });
    }
    Ok(())
}

/// Whether nothing more was due. After a full batch it waits for its tasks, but not for ever.
async fn is_last(state: &AppState, tasks: Vec<JoinHandle<()>>) -> bool {
    let stop = state.jobs.stopping();
    let full = i64::try_from(tasks.len()).is_ok_and(|taken| taken >= BATCH);
    if !full || stop.is_cancelled() {
        return true;
    }
    let all = async {
        for task in tasks {
            let _ended = task.await;
        }
    };
    tokio::select! {
        () = stop.cancelled() => true,
        _ended = tokio::time::timeout(NEXT_AFTER, all) => false,
    }
}
