//! Step three: what the provider has said becomes true here, in one transaction.

use super::super::store;
use super::super::transition::OrderState;
use super::super::{OrderError, release};
use super::request::take_back;
use crate::outbox::{self, Aggregate};
use crate::payments::provider::Failure;
use crate::payments::refunding::Leased;
use crate::payments::refunds;
use crate::payments::transition::RefundState;
use crate::seats;
use crate::state::AppState;
use crate::tickets;

/// The money went back. Does nothing when that was written down before.
pub(super) async fn done(
    state: &AppState,
    leased: &Leased,
    transaction: &str,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, leased.order, None).await?;
    let id = leased.refund;
    let refund = refunds::lock(&mut tx, id).await?;
    if refund.state != RefundState::Sending {
        return Ok(());
    }
    refunds::end(&mut tx, id, RefundState::Done, Some(transaction), None).await?;
    match order.state {
        OrderState::Confirmed | OrderState::NeedsReview if refund.of_sale => {
            take_back(&mut tx, &order, Some(id)).await?;
        }
        // Taken for lost seats: never a sale, so the books know nothing of it.
        OrderState::NeedsReview if !refund.of_sale => {
            release::all(&mut tx, &order, "seat_lost").await?;
            store::advance(&mut tx, order.id, order.state, OrderState::Refunded, None).await?;
            tell(&mut tx, leased, "order_refunded").await?;
        }
        _ => tell(&mut tx, leased, "stray_money_returned").await?,
    }
    tx.commit().await?;
    metrics::counter!("frontrow_refunds_total", "end" => "done").increment(1);
    seats::nudge(state, order.performance, &order.seats()).await;
    Ok(())
}

/// The provider refused for good: the tickets are valid again.
pub(super) async fn failed(
    state: &AppState,
    leased: &Leased,
    failure: &Failure,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, leased.order, None).await?;
    if refunds::lock(&mut tx, leased.refund).await?.state != RefundState::Sending {
        return Ok(());
    }
    refunds::end(&mut tx, leased.refund, RefundState::Failed, None, Some(failure)).await?;
    if order.state == OrderState::Confirmed {
        tickets::restore(&mut tx, order.id).await?;
    }
    tell(&mut tx, leased, "refund_failed").await?;
    tx.commit().await?;
    metrics::counter!("frontrow_refunds_total", "end" => "failed").increment(1);
    tracing::warn!(order = %order.id, code = failure.code, "the provider refused a refund");
    Ok(())
}

/// The money went back by another hand, such as in the provider's console. The tickets stay
/// suspended and the refund open, and it is not asked for again until a person has looked.
pub(super) async fn review(
    state: &AppState,
    leased: Leased,
    failure: &Failure,
) -> Result<(), OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, leased.order, None).await?;
    if refunds::lock(&mut tx, leased.refund).await?.state != RefundState::Sending {
        return Ok(());
    }
    if order.state == OrderState::Confirmed {
        let why = "the money went back at the provider, but not by our refund";
        store::advance(&mut tx, order.id, order.state, OrderState::NeedsReview, Some(why)).await?;
        tell(&mut tx, &leased, "order_needs_review").await?;
    }
    tx.commit().await?;
    metrics::counter!("frontrow_orders_review_total").increment(1);
    tracing::error!(
        order = %order.id, refund = %leased.refund, code = failure.code,
        "money went back by another hand; a person has to look at the order"
    );
    Ok(leased.let_go(&state.db, failure, None).await?)
}

async fn tell(
    conn: &mut sqlx::PgConnection,
    leased: &Leased,
    kind: &str,
) -> Result<(), OrderError> {
    let payload = serde_json::json!({
        "order": leased.order, "refund": leased.refund, "amount": leased.amount,
    });
    Ok(outbox::append(conn, Aggregate::Order(leased.order), kind, &payload).await?)
}
