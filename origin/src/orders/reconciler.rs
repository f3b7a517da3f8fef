//! Finishes what a killed process, a lost answer or a provider's bad hour left open. At start
//! and every 30 seconds, on every replica; leases keep two from doing the same.

use super::OrderError;
use super::pay::{settle, webhook};
use super::refund::send;
use crate::payments::{confirming, inbox, refunding};
use crate::state::AppState;

/// Most of each kind that one round takes up.
const BATCH: i64 = 20;

/// One round: what is due is taken and worked at in tasks of its own, so that a provider that
/// hangs on one payment does not hold up the others.
///
/// # Errors
/// PostgreSQL.
pub async fn round(state: &AppState) -> Result<(), OrderError> {
    for leased in confirming::take(&state.db, None, BATCH).await? {
        let (order, task_state) = (leased.order, state.clone());
        state.jobs.detach(async move {
            if let Err(error) = settle::run(&task_state, leased).await {
                tracing::warn!(%order, %error, "a payment stays open; it is looked at again");
            }
        });
    }
    for leased in refunding::take(&state.db, None, BATCH).await? {
        let (order, task_state) = (leased.order, state.clone());
        state.jobs.detach(async move {
            if let Err(error) = send::run(&task_state, leased).await {
                tracing::warn!(%order, %error, "a refund stays open; it is looked at again");
            }
        });
    }
    for waiting in inbox::left_behind(&state.db, BATCH).await? {
        let task_state = state.clone();
        state.jobs.detach(async move {
            if let Err(error) = webhook::act(&task_state, &waiting).await {
                tracing::warn!(webhook = %waiting.id, %error, "a webhook is looked at again");
            }
        });
    }
    Ok(())
}
