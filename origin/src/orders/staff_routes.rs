//! What staff look up about orders: finding one by anything, and all that is known about it;
//! and giving one back.

use axum::extract::State;
use frontrow_shared::id::{AccountId, HoldId, OrderId, SaleId};
use frontrow_shared::problem::Code;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::routes::OrderPath;
use super::search::{self, Found, Search};
use super::sought::Sought;
use super::view::OrderView;
use super::{OrderError, review, staff_refund};
use crate::accounts::{AdminCaller, Person, StaffCaller};
use crate::http::extract::{Json, Path, Query};
use crate::http::{ApiError, ApiResult};
use crate::ledger::{self, view::EntryView};
use crate::payments::history::{AttemptRecord, RefundRecord};
use crate::state::AppState;

/// Most characters of a refund's reason: Toss takes 200, with the id of the refund.
const REASON_MAX: usize = 150;

/// `/staff/v1/orders…`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(one))
        .routes(routes!(ledger_of))
        .routes(routes!(refund))
        .merge(review::routes::routes())
}

/// An order with its buyer.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffOrder {
    /// The buyer's account.
    pub account: AccountId,
    /// The buyer.
    pub buyer: Person,
    /// As its buyer sees it.
    pub order: OrderView,
}

/// A page of orders, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffOrderPage {
    /// The orders.
    pub items: Vec<StaffOrder>,
    /// Where the next page begins; null at the end.
    pub next_cursor: Option<OrderId>,
}

/// All that is known about an order, but for its bookings.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffOrderInFull {
    /// The order and its buyer.
    #[serde(flatten)]
    pub found: StaffOrder,
    /// The hold that it was made of.
    pub hold_id: HoldId,
    /// What somebody has to look at, when its state is `needs_review`.
    pub review_reason: Option<String>,
    /// When its state last moved.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
    /// Every try at paying, oldest first.
    pub attempts: Vec<AttemptRecord>,
    /// Every refund, oldest first.
    pub refunds: Vec<RefundRecord>,
}

/// What is booked about an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderLedger {
    /// Oldest first.
    pub entries: Vec<EntryView>,
}

/// Which orders to list; what is left out does not count.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StaffOrdersQuery {
    /// One of: order id, buyer's e-mail address or account id, hold id, ticket id or code,
    /// refund id, the provider's order id or payment key. Whole; case counts for payment keys.
    #[param(min_length = 1, max_length = 254)]
    pub q: Option<String>,
    /// `awaiting_payment`, `confirming`, `confirmed`, `partially_refunded`, `refunded`,
    /// `awaiting_deposit`, `expired`, `cancelled` or `needs_review`.
    pub state: Option<String>,
    /// The sale that they came through.
    pub sale: Option<SaleId>,
    /// `next_cursor` of the page before; absent for the first.
    pub cursor: Option<OrderId>,
}

impl StaffOrdersQuery {
    fn search(&self) -> Result<Search, OrderError> {
        Ok(Search {
            sought: self.q.as_deref().map(Sought::parse).transpose()?,
            state: self.state.as_deref().map(str::parse).transpose()?,
            sale: self.sale,
            before: self.cursor,
        })
    }
}

fn shown(found: Found) -> StaffOrder {
    StaffOrder { account: found.buyer.id, buyer: found.buyer, order: found.order }
}

/// Find orders, newest first: by anything that a mail, a ticket or a bank statement says.
///
/// # Errors
/// `query_invalid`.
#[utoipa::path(get, path = "/staff/v1/orders", tag = "staff", params(StaffOrdersQuery),
    responses((status = 200, body = StaffOrderPage)))]
pub async fn list(
    _: StaffCaller,
    State(state): State<AppState>,
    Query(query): Query<StaffOrdersQuery>,
) -> ApiResult<Json<StaffOrderPage>> {
    let (found, next_cursor) = search::page(&state, &query.search()?).await?;
    Ok(Json(StaffOrderPage { items: found.into_iter().map(shown).collect(), next_cursor }))
}

/// An order with its buyer, its tries at paying and its refunds.
///
/// # Errors
/// `order_not_found`.
#[utoipa::path(get, path = "/staff/v1/orders/{order}", tag = "staff", params(OrderPath),
    responses((status = 200, body = StaffOrderInFull), (status = 404, description = "order_not_found")))]
pub async fn one(
    _: StaffCaller,
    State(state): State<AppState>,
    Path(path): Path<OrderPath>,
) -> ApiResult<Json<StaffOrderInFull>> {
    Ok(Json(in_full(&state, path.order).await?))
}

pub(super) async fn in_full(state: &AppState, id: OrderId) -> ApiResult<StaffOrderInFull> {
    let (found, inside) = search::one(state, id).await?;
    Ok(StaffOrderInFull {
        found: shown(found),
        hold_id: inside.hold,
        review_reason: inside.review_reason,
        updated_at: inside.updated_at,
        attempts: inside.attempts,
        refunds: inside.refunds,
    })
}

/// Why an order is given back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundBody {
    /// One line of 1 to 150 characters; the payment service and the audit log keep it.
    #[schema(min_length = 1, max_length = 150)]
    pub reason: String,
}

/// The reason, without blanks around it.
pub(super) fn one_line(reason: &str) -> ApiResult<&str> {
    let reason = reason.trim();
    if !(1..=REASON_MAX).contains(&reason.chars().count()) || reason.contains(char::is_control) {
        let why = format!("reason takes 1 to {REASON_MAX} characters on one line");
        return Err(ApiError::new(Code::BodyInvalid).detail(why));
    }
    Ok(reason)
}

/// Give a paid order back in whole, or all that is left of the money of one that needs a look:
/// its money, its seats, its coupon. Admins alone. 202 while the payment service has not
/// answered. Doing it again refunds nothing twice.
///
/// # Errors
/// `order_not_found`, `order_not_cancellable`, `payment_in_progress`, `refund_refused`,
/// `review_untrue`.
#[utoipa::path(post, path = "/staff/v1/orders/{order}/refund", tag = "staff", params(OrderPath),
    request_body = RefundBody,
    responses((status = 200, body = StaffOrderInFull), (status = 202, body = StaffOrderInFull),
        (status = 404, description = "order_not_found"),
        (status = 409, description = "order_not_cancellable, payment_in_progress, refund_refused, review_untrue"),
        (status = 503, description = "payment_unavailable")))]
pub async fn refund(
    AdminCaller(by): AdminCaller,
    State(state): State<AppState>,
    Path(path): Path<OrderPath>,
    Json(body): Json<RefundBody>,
) -> ApiResult<(StatusCode, Json<StaffOrderInFull>)> {
    let reason = one_line(&body.reason)?;
    let known = staff_refund::refund(&state, by, path.order, reason).await?;
    let status = if known { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((status, Json(in_full(&state, path.order).await?)))
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
