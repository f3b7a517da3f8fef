//! Showing orders to their buyer and to staff.

use frontrow_shared::id::{AccountId, OrderId};

use super::OrderError;
use super::store::{self, OrderRow};
use super::view::{Belongings, OrderView};
use crate::payments::{attempts, refunds};
use crate::state::AppState;
use crate::{catalog, tickets};

/// Orders on a page.
const PAGE: usize = 20;

/// An order of `account`.
///
/// # Errors
/// [`OrderError::NotFound`] also for somebody else's; PostgreSQL.
pub async fn one(
    state: &AppState,
    account: AccountId,
    id: OrderId,
) -> Result<OrderView, OrderError> {
    let order = store::read(&state.db, id, Some(account)).await?;
    show(state, order).await
}

/// An order, for staff.
///
/// # Errors
/// [`OrderError::NotFound`]; PostgreSQL.
pub async fn any(state: &AppState, id: OrderId) -> Result<(AccountId, OrderView), OrderError> {
    let order = store::read(&state.db, id, None).await?;
    Ok((order.account, show(state, order).await?))
}

/// A page of the orders of `account`, newest first, and the cursor of the next one.
///
/// # Errors
/// A cursor that is not ours; PostgreSQL.
pub async fn page(
    state: &AppState,
    account: AccountId,
    cursor: Option<&str>,
) -> Result<(Vec<OrderView>, Option<String>), OrderError> {
    let before = cursor.map(|text| text.parse().map_err(|_| OrderError::Cursor)).transpose()?;
    let mut rows = store::page(&state.db, account, before, PAGE as i64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|order| order.id.to_string());
    let mut views = Vec::with_capacity(rows.len());
    for order in rows {
        views.push(show(state, order).await?);
    }
    Ok((views, next))
}

async fn show(state: &AppState, order: OrderRow) -> Result<OrderView, OrderError> {
    let sale = catalog::service::sale(state, order.sale).await?;
    let with = Belongings {
        tickets: tickets::of_order(&state.db, order.id).await?,
        attempt: attempts::captured(&state.db, order.id).await?,
        refund: refunds::newest(&state.db, order.id).await?,
    };
    let now = store::now(&state.db).await?;
    Ok(OrderView::new(order, &sale, with, now))
}
