//! Way out: all that is left of the money goes back, and the order ends when it has arrived.

use frontrow_shared::id::{AccountId, OrderId};
use frontrow_shared::money::Money;
use serde_json::json;

use crate::audit::{self, Act, Action};
use crate::orders::{OrderError, cancel, refund};
use crate::payments::attempts;
use crate::payments::refunds::Source;
use crate::payments::transition::AttemptState;
use crate::state::AppState;

/// Asks for what is left of the money of an order that never became a sale. True when nothing is
/// left to wait for.
///
/// # Errors
/// `Untrue` when the provider has no money of it; a refund that the provider refused.
pub(in crate::orders) async fn refund(
    state: &AppState,
    by: AccountId,
    id: OrderId,
    reason: &str,
) -> Result<bool, OrderError> {
    let looked = super::look(state, id).await?;
    let Some(payment) = looked.money() else {
        return Err(OrderError::Untrue(
            "the payment service has no money of this order; release it".to_owned(),
        ));
    };
    let mut tx = state.db.begin().await?;
    let (order, attempt) = super::lock(&mut tx, id, &looked).await?;
    // It was taken: from here on it is ours to give back.
    if attempt.state == AttemptState::Confirming {
        attempts::capture(&mut tx, attempt.id, payment).await?;
    }
    let left = payment.balance;
    let sent = refund::ask(&mut tx, &order, &attempt, left, Source::Staff, reason).await?;
    let amount = Money { minor: left, currency: order.currency() };
    let told = json!({ "reason": reason, "amount": amount });
    let act = Act::new(Some(by), Action::OrderRefundRequested, id).made(&told);
    audit::record(&mut tx, act).await?;
    tx.commit().await?;
    Ok(cancel::carry_out(state, &order, Some(sent)).await?.0)
}
