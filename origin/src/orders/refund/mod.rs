//! Giving the money back, in three steps.
//!
//! 1. `request`, a transaction: the tickets are suspended, the refund is requested; the seats
//!    stay sold.
//! 2. `send`, in a detached task: the provider is asked until it is known.
//! 3. `finish`, a transaction: done, and the tickets are void, the seats come back, the grant and
//!    the limit with the whole order; or refused, and the tickets are valid again.
//!
//! What goes back at the provider by another hand is found by `elsewhere`.

pub(super) mod elsewhere;
mod finish;
mod request;
pub mod send;

use frontrow_shared::id::RefundId;

pub(super) use request::{ask, give_up, request};

use super::OrderError;
use crate::state::AppState;

/// Sends a refund in a task of its own.
pub(super) fn spawn(
    state: &AppState,
    refund: RefundId,
) -> tokio::task::JoinHandle<Result<(), OrderError>> {
    let task_state = state.clone();
    state.jobs.detach(async move {
        let sent = send::send(&task_state, refund).await;
        if let Err(error) = &sent {
            tracing::warn!(%refund, %error, "sending a refund will be tried again");
        }
        sent
    })
}
