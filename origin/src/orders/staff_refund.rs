//! Giving a paid order back because staff say so, whenever that is.

use frontrow_shared::id::{AccountId, OrderId};
use serde_json::json;

use super::transition::OrderState;
use super::{OrderError, cancel, refund, store};
use crate::audit::{self, Act, Action};
use crate::payments::refunds::{self, Source};
use crate::payments::transition::RefundState;
use crate::state::AppState;

/// Refunds a confirmed order in whole; one that is being refunded, or is, is waited for. True
/// when nothing is left to wait for.
///
/// # Errors
/// An order that is not paid; a refund that the provider refused.
pub(super) async fn refund(
    state: &AppState,
    by: AccountId,
    id: OrderId,
    reason: &str,
) -> Result<bool, OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, id, None).await?;
    let sent = match order.state {
        OrderState::Refunded => None,
        OrderState::Confirmed => match refunds::newest(&mut *tx, id).await? {
            Some(open) if !matches!(open.state, RefundState::Failed) => Some(open.id),
            _ => {
                let sent = refund::request(&mut tx, &order, Source::Staff, reason).await?;
                let told = json!({ "reason": reason, "amount": order.quote.total });
                let act = Act::new(Some(by), Action::OrderRefundRequested, id).made(&told);
                audit::record(&mut tx, act).await?;
                sent
            }
        },
        OrderState::Confirming => return Err(OrderError::InProgress),
        other => return Err(OrderError::NotCancellable(other.as_str())),
    };
    tx.commit().await?;
    Ok(cancel::carry_out(state, &order, sent).await?.0)
}
