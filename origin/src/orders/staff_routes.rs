//! What staff look up about orders.

use axum::extract::State;
use frontrow_shared::id::AccountId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::read;
use super::routes::{OrderPage, OrderPath};
use super::view::OrderView;
use crate::accounts::StaffCaller;
use crate::http::ApiResult;
use crate::http::extract::{Json, Path, Query};
use crate::ledger::{self, view::EntryView};
use crate::state::AppState;

/// `/staff/v1/orders…`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one)).routes(routes!(ledger_of))
}

/// An order with its buyer.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffOrder {
    /// The buyer.
    pub account: AccountId,
    /// The order.
    pub order: OrderView,
}

/// What is booked about an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderLedger {
    /// Oldest first.
    pub entries: Vec<EntryView>,
}

/// Whose orders to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct StaffOrdersQuery {
    /// The buyer.
    pub account: AccountId,
    /// `next_cursor` of the page before; absent for the first.
    pub cursor: Option<String>,
}

/// The orders of a buyer, newest first.
///
/// # Errors
/// `query_invalid`.
#[utoipa::path(get, path = "/staff/v1/orders", tag = "staff", params(StaffOrdersQuery),
    responses((status = 200, body = OrderPage)))]
pub async fn list(
    _: StaffCaller,
    State(state): State<AppState>,
    Query(query): Query<StaffOrdersQuery>,
) -> ApiResult<Json<OrderPage>> {
    let (items, next_cursor) = read::page(&state, query.account, query.cursor.as_deref()).await?;
    Ok(Json(OrderPage { items, next_cursor }))
}

/// An order.
///
/// # Errors
/// `order_not_found`.
#[utoipa::path(get, path = "/staff/v1/orders/{order}", tag = "staff", params(OrderPath),
    responses((status = 200, body = StaffOrder), (status = 404, description = "order_not_found")))]
pub async fn one(
    _: StaffCaller,
    State(state): State<AppState>,
    Path(path): Path<OrderPath>,
) -> ApiResult<Json<StaffOrder>> {
    let (account, order) = read::any(&state, path.order).await?;
    Ok(Json(StaffOrder { account, order }))
}

/// What is booked about an order.
///
/// # Errors
/// PostgreSQL.
#[utoipa::path(get, path = "/staff/v1/orders/{order}/ledger", tag = "staff", params(OrderPath),
    responses((status = 200, body = OrderLedger)))]
pub async fn ledger_of(
    _: StaffCaller,
    State(state): State<AppState>,
    Path(path): Path<OrderPath>,
) -> ApiResult<Json<OrderLedger>> {
    Ok(Json(OrderLedger { entries: ledger::of_order(&state.db, path.order).await? }))
}
