//! Giving a paid order back because staff say so, whenever that is.

use frontrow_shared::id::{AccountId, OrderId};
use serde_json::json;

use super::transition::OrderState;
use super::{OrderError, cancel, review, store};
use crate::audit::{self, Act, Action};
use crate::payments::refunds::Source;
use crate::state::AppState;

/// Refunds a paid order in whole, or all that is left of the money of one under review; one that
/// is being refunded, or is, is waited for. True when nothing is left to wait for.
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
    let paid = cancel::is_paid(&mut tx, &order).await?;
    let sent = match order.state {
        OrderState::Refunded => None,
        _ if paid => {
            let (sent, now) = cancel::give_back(&mut tx, &order, Source::Staff, reason).await?;
            if now {
                let told = json!({ "reason": reason, "amount": order.quote.total });
                let act = Act::new(Some(by), Action::OrderRefundRequested, id).made(&told);
                audit::record(&mut tx, act).await?;
            }
            sent
        }
        OrderState::NeedsReview => {
            drop(tx);
            return review::refund(state, by, id, reason).await;
        }
        OrderState::Confirming => return Err(OrderError::InProgress),
        other => return Err(OrderError::NotCancellable(other.as_str())),
    };
    tx.commit().await?;
    Ok(cancel::carry_out(state, &order, sent).await?.0)
}
