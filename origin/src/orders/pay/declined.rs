//! The buyer comes back from the provider without having authorised anything.

use frontrow_shared::id::{AccountId, OrderId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::orders::store;
use crate::orders::view::OrderView;
use crate::orders::{OrderError, read};
use crate::payments::attempts;
use crate::payments::provider::Failure;
use crate::payments::transition::AttemptState;
use crate::state::AppState;

/// Longest text of the provider that is kept, in characters.
const TEXT_MAX: usize = 500;

/// What the provider put into the address of the fail page.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayFail {
    /// The provider's code, such as PAY_PROCESS_CANCELED.
    pub code: String,
    /// Its message.
    pub message: String,
    /// Our name of the attempt; absent when the buyer closed the window.
    pub provider_order_id: Option<String>,
}

/// Notes why an attempt came to nothing. The order stays as it is and can be paid again.
///
/// # Errors
/// An order that is not the caller's; PostgreSQL.
pub async fn pay_fail(
    state: &AppState,
    account: AccountId,
    order: OrderId,
    fail: &PayFail,
) -> Result<OrderView, OrderError> {
    let cut = |text: &str| text.chars().take(TEXT_MAX).collect();
    let failure = Failure { code: cut(&fail.code), message: cut(&fail.message) };
    if let Some(name) = &fail.provider_order_id {
        let mut tx = state.db.begin().await?;
        let order = store::lock(&mut tx, order, Some(account)).await?;
        let attempt = attempts::by_provider_order(&mut *tx, state.provider.name(), name).await?;
        if let Some(attempt) = attempt.filter(|attempt| attempt.order == order.id) {
            let open = matches!(attempt.state, AttemptState::Created | AttemptState::Redirected);
            if open {
                let to = AttemptState::Declined;
                attempts::end(&mut tx, attempt.id, attempt.state, to, &failure).await?;
            }
        }
        tx.commit().await?;
    }
    read::one(state, account, order).await
}
