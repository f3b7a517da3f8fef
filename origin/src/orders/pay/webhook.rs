//! A webhook says "go and look", and so does one that was left behind.

use super::found;
use super::settle;
use crate::orders::{OrderError, refund};
use crate::payments::attempts;
use crate::payments::inbox::{self, Waiting};
use crate::payments::transition::AttemptState;
use crate::state::AppState;

/// Acts upon a stored webhook.
///
/// # Errors
/// PostgreSQL; the webhook stays in the inbox and is looked at again.
pub async fn act(state: &AppState, webhook: &Waiting) -> Result<(), OrderError> {
    if let Some(name) = &webhook.provider_order_id {
        let attempt = attempts::by_provider_order(&state.db, state.provider.name(), name).await?;
        if let Some(attempt) = attempt {
            match attempt.state {
                AttemptState::Confirming => {
                    settle::settle(state, attempt.id).await?;
                }
                AttemptState::Captured => refund::look(state, attempt.order).await?,
                _ => found::look(state, &attempt).await?,
            }
        }
    }
    Ok(inbox::done(&state.db, webhook.id).await?)
}
