//! What staff look up about orders.

use axum::extract::State;
use frontrow_shared::id::AccountId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::read;
use super::routes::OrderPath;
use super::view::OrderView;
use crate::accounts::StaffCaller;
use crate::http::ApiResult;
use crate::http::extract::{Json, Path};
use crate::ledger::{self, view::EntryView};
use crate::state::AppState;

/// `/staff/v1/orders…`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(one)).routes(routes!(ledger_of))
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

/// An order.
///
/// # Errors
/// `order_not_found`.
#[utoipa::path(get, path = "/staff/v1/orders/{order}", tag = "staff", params(OrderPath),
    responses((status = 200, body = StaffOrder)))]
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
