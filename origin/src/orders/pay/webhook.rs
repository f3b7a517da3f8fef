//! A webhook says "go and look", and so does one that was left behind.

use super::found;
use crate::orders::OrderError;
use crate::payments::attempts;
use crate::payments::inbox::{self, Waiting};
use crate::state::AppState;

/// Acts upon a stored webhook.
///
/// # Errors
/// PostgreSQL; the webhook stays in the inbox and is looked at again.
pub async fn act(state: &AppState, webhook: &Waiting) -> Result<(), OrderError> {
    if let Some(name) = &webhook.provider_order_id {
        let attempt = attempts::by_provider_order(&state.db, state.provider.name(), name).await?;
        if let Some(attempt) = attempt {
            found::look(state, &attempt).await?;
        }
    }
    Ok(inbox::done(&state.db, webhook.id).await?)
}
