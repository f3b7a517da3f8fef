//! Cancelling: an unpaid order frees everything at once, a paid one is refunded.

use std::time::Duration;

use frontrow_shared::id::{AccountId, OrderId, RefundId};

use super::store::{self, OrderRow};
use super::transition::OrderState;
use super::view::OrderView;
use super::{OrderError, read, refund, release};
use crate::outbox::{self, Aggregate};
use crate::payments::attempts;
use crate::payments::refunds::{self, Source};
use crate::payments::transition::RefundState;
use crate::state::AppState;
use crate::{catalog, ledger, seats};

/// How long the page waits for the provider before it is told to ask again.
const WAIT: Duration = Duration::from_secs(8);

const REASON: &str = "구매자 취소";

/// Cancels an order of `account`; one that has ended already is answered as it is. True with the
/// order when nothing is left to wait for.
///
/// # Errors
/// An order that cannot be cancelled now; a refund that the provider refused.
pub async fn cancel(
    state: &AppState,
    account: AccountId,
    id: OrderId,
) -> Result<(bool, OrderView), OrderError> {
    // Before our connection is taken: the catalog may need one of its own.
    let sale = store::read(&state.db, id, Some(account)).await?.sale;
    let starts_at = catalog::service::sale(state, sale).await?.starts_at;
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, id, Some(account)).await?;
    let paid = is_paid(&mut tx, &order).await?;
    let sent = match order.state {
        OrderState::Cancelled | OrderState::Expired | OrderState::Refunded => None,
        OrderState::AwaitingPayment => {
            unpaid(&mut tx, &order).await?;
            None
        }
        OrderState::Confirming => return Err(OrderError::InProgress),
        _ if paid => {
            if store::now(&mut *tx).await? >= starts_at {
                return Err(OrderError::ShowBegun);
            }
            give_back(&mut tx, &order, Source::Buyer, REASON).await?.0
        }
        other => return Err(OrderError::NotCancellable(other.as_str())),
    };
    tx.commit().await?;
    carry_out(state, &order, sent).await
}

/// Whether an order is paid and has its tickets: also while a person is to look at its money.
///
/// # Errors
/// What PostgreSQL says.
pub(super) async fn is_paid(conn: &mut sqlx::PgConnection, order: &OrderRow) -> sqlx::Result<bool> {
    match order.state {
        OrderState::Confirmed => Ok(true),
        OrderState::NeedsReview => ledger::is_sold(conn, order.id).await,
        _ => Ok(false),
    }
}

/// Asks for the money of a locked, paid order, unless it is on its way. The refund, none when
/// nothing had been charged; and whether it was asked for now.
///
/// # Errors
/// PostgreSQL.
pub(super) async fn give_back(
    conn: &mut sqlx::PgConnection,
    order: &OrderRow,
    source: Source,
    reason: &str,
) -> Result<(Option<RefundId>, bool), OrderError> {
    if let Some(attempt) = attempts::captured(&mut *conn, order.id).await?
        && let Some(open) = refunds::open(&mut *conn, attempt.id).await?
    {
        return Ok((Some(open), false));
    }
    Ok((refund::request(conn, order, source, reason).await?, true))
}

/// After the transaction that ended an order: sends its refund, if there is one, and waits a
/// little. True with the order when nothing is left to wait for.
///
/// # Errors
/// A refund that the provider refused.
pub(super) async fn carry_out(
    state: &AppState,
    order: &OrderRow,
    refund: Option<RefundId>,
) -> Result<(bool, OrderView), OrderError> {
    let Some(id) = refund else {
        seats::nudge(state, order.performance, &order.seats()).await;
        return Ok((true, read::one(state, order.account, order.id).await?));
    };
    if let Ok(ended) = tokio::time::timeout(WAIT, refund::spawn(state, id)).await {
        ended??;
    }
    let view = read::one(state, order.account, order.id).await?;
    match &view.refund {
        Some(refund) if refund.state == RefundState::Failed.as_str() => {
            let why = refunds::failure(&state.db, id).await?;
            Err(OrderError::RefundRefused(why.unwrap_or_default()))
        }
        _ => Ok((view.state == OrderState::Refunded.as_str(), view)),
    }
}

async fn unpaid(conn: &mut sqlx::PgConnection, order: &OrderRow) -> Result<(), OrderError> {
    store::advance(&mut *conn, order.id, order.state, OrderState::Cancelled, None).await?;
    release::all(&mut *conn, order, "order_cancelled").await?;
    let payload = serde_json::json!({ "order": order.id, "seats": order.seats() });
    outbox::append(conn, Aggregate::Order(order.id), "order_cancelled", &payload).await?;
    Ok(())
}
