//! What buyers do with orders. Making one needs a pass; from then on signing in is enough, so
//! that nobody who is paying is sent back to the line.

use axum::extract::State;
use frontrow_shared::id::{GrantId, HoldId, OrderId, SaleId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::create::{self, Wanted};
use super::pay::{self, Attempt, PayFail, PayReturn};
use super::quote::Quote;
use super::view::OrderView;
use super::{cancel, read};
use crate::coupons::choice::Wish;
use crate::http::extract::{Admission, Caller, IdempotencyKey, Json, Path, Query};
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;
use frontrow_shared::problem::Code;

/// The buyers' routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(quote))
        .routes(routes!(place))
        .routes(routes!(list))
        .routes(routes!(one))
        .routes(routes!(attempt))
        .routes(routes!(pay_return))
        .routes(routes!(pay_fail))
        .routes(routes!(cancel_order))
}

/// Which coupon to use: `best`, `none`, or a grant's id.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteBody {
    /// `best`, `none` or `grt_…`.
    #[serde(default)]
    #[schema(pattern = "^(best|none|grt_[0-9a-f]{32})$", example = "best")]
    pub coupon: Option<String>,
}

/// What to order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderBody {
    /// The hold.
    pub hold: HoldId,
    /// `best` (the default), `none` or `grt_…`.
    #[serde(default)]
    #[schema(pattern = "^(best|none|grt_[0-9a-f]{32})$", example = "best")]
    pub coupon: Option<String>,
}

/// The sale and the hold of a path.
#[derive(Debug, Deserialize, IntoParams)]
pub struct HoldPath {
    /// `sal_…`
    pub sale: SaleId,
    /// `hld_…`
    pub hold: HoldId,
}

/// The order of a path.
#[derive(Debug, Deserialize, IntoParams)]
pub struct OrderPath {
    /// `ord_…`
    pub order: OrderId,
}

/// Where a page begins.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OrdersQuery {
    /// `next_cursor` of the page before; absent for the first.
    pub cursor: Option<String>,
}

/// A page of orders, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderPage {
    /// The orders.
    pub items: Vec<OrderView>,
    /// Where the next page begins; null at the end.
    pub next_cursor: Option<String>,
}

fn wish(coupon: Option<&str>) -> ApiResult<Wish> {
    match coupon {
        None | Some("best") => Ok(Wish::Best),
        Some("none") => Ok(Wish::None),
        Some(grant) => grant.parse::<GrantId>().map(Wish::Grant).map_err(|_| {
            ApiError::new(Code::BodyInvalid).detail("coupon is best, none or the id of a grant.")
        }),
    }
}

/// The price of a hold, with every coupon tried. Nothing is stored.
///
/// # Errors
/// `hold_lost`, `hold_not_found`, `coupon_not_usable`.
#[utoipa::path(post, path = "/api/v1/sales/{sale}/holds/{hold}/quote", tag = "orders",
    params(HoldPath), request_body = QuoteBody,
    responses((status = 200, body = Quote),
        (status = 404, description = "hold_not_found, coupon_not_found, performance_not_found"),
        (status = 409, description = "hold_lost, hold_ordered, coupon_not_usable, \
            price_not_payable"),
        (status = 503, description = "seats_rebuilding")))]
pub async fn quote(
    State(state): State<AppState>,
    admission: Admission,
    Caller(account): Caller,
    Path(path): Path<HoldPath>,
    Json(body): Json<QuoteBody>,
) -> ApiResult<Json<Quote>> {
    let wish = wish(body.coupon.as_deref())?;
    Ok(Json(create::quote(&state, admission.sale, account, path.hold, wish).await?))
}

/// Order what is held. Needs an Idempotency-Key; the same key gets the same order.
///
/// # Errors
/// `hold_lost`, `hold_ordered`, `coupon_not_usable`, `limit_reached`, `seat_taken`.
#[utoipa::path(post, path = "/api/v1/sales/{sale}/orders", tag = "orders",
    params(("sale" = SaleId, Path), IdempotencyKey), request_body = OrderBody,
    responses((status = 201, body = OrderView),
        (status = 404, description = "hold_not_found, coupon_not_found, performance_not_found"),
        (status = 409, description = "hold_lost, hold_ordered, seat_taken, limit_reached, \
            coupon_not_usable, price_not_payable, sale_not_open, sale_over, hold_not_extendable"),
        (status = 503, description = "seats_rebuilding")))]
pub async fn place(
    State(state): State<AppState>,
    admission: Admission,
    Caller(account): Caller,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<OrderBody>,
) -> ApiResult<(StatusCode, Json<OrderView>)> {
    let wanted = Wanted {
        sale: admission.sale,
        pass: admission.pass,
        account,
        hold: body.hold,
        wish: wish(body.coupon.as_deref())?,
    };
    Ok((StatusCode::CREATED, Json(create::create(&state, &wanted, &key).await?)))
}

/// My orders, newest first.
///
/// # Errors
/// `query_invalid` for a cursor that this list did not give.
#[utoipa::path(get, path = "/api/v1/orders", tag = "orders", params(OrdersQuery),
    responses((status = 200, body = OrderPage)))]
pub async fn list(
    State(state): State<AppState>,
    Caller(account): Caller,
    Query(query): Query<OrdersQuery>,
) -> ApiResult<Json<OrderPage>> {
    let (items, next_cursor) = read::page(&state, account, query.cursor.as_deref()).await?;
    Ok(Json(OrderPage { items, next_cursor }))
}

/// One of my orders.
///
/// # Errors
/// `order_not_found`.
#[utoipa::path(get, path = "/api/v1/orders/{order}", tag = "orders", params(OrderPath),
    responses((status = 200, body = OrderView), (status = 404, description = "order_not_found")))]
pub async fn one(
    State(state): State<AppState>,
    Caller(account): Caller,
    Path(path): Path<OrderPath>,
) -> ApiResult<Json<OrderView>> {
    Ok(Json(read::one(&state, account, path.order).await?))
}

/// Start a try at paying. Needs an Idempotency-Key.
///
/// # Errors
/// `order_expired`, `order_not_payable`, `payment_in_progress`.
#[utoipa::path(post, path = "/api/v1/orders/{order}/attempts", tag = "orders",
    params(OrderPath, IdempotencyKey),
    responses((status = 201, body = Attempt), (status = 404, description = "order_not_found"),
        (status = 409, description = "order_expired, order_not_payable, payment_in_progress")))]
pub async fn attempt(
    State(state): State<AppState>,
    Caller(account): Caller,
    Path(path): Path<OrderPath>,
    IdempotencyKey(key): IdempotencyKey,
) -> ApiResult<(StatusCode, Json<Attempt>)> {
    let attempt = pay::start(&state, account, path.order, &key).await?;
    Ok((StatusCode::CREATED, Json(attempt)))
}

/// Back from the provider with an authorised payment: take it. 200 with the confirmed order, or
/// 202 while it is not known what became of the money: ask for the order again. The same call
/// again is safe.
///
/// # Errors
/// `payment_mismatch`, `order_expired`, `payment_declined`, `payment_session_gone`: in all of
/// them nothing was charged.
#[utoipa::path(post, path = "/api/v1/orders/{order}/pay-return", tag = "orders",
    params(OrderPath), request_body = PayReturn,
    responses((status = 200, body = OrderView), (status = 202, body = OrderView),
        (status = 402, description = "payment_declined"),
        (status = 404, description = "order_not_found"),
        (status = 409, description = "payment_mismatch, payment_session_gone, order_expired, \
            order_not_payable, payment_in_progress, seat_taken"),
        (status = 503, description = "payment_unavailable")))]
pub async fn pay_return(
    State(state): State<AppState>,
    Caller(account): Caller,
    Path(path): Path<OrderPath>,
    Json(body): Json<PayReturn>,
) -> ApiResult<(StatusCode, Json<OrderView>)> {
    let (known, order) = Box::pin(pay::pay_return(&state, account, path.order, &body)).await?;
    Ok((status(known), Json(order)))
}

/// Back from the provider without a payment: note why.
///
/// # Errors
/// `order_not_found`.
#[utoipa::path(post, path = "/api/v1/orders/{order}/pay-fail", tag = "orders",
    params(OrderPath), request_body = PayFail,
    responses((status = 200, body = OrderView), (status = 404, description = "order_not_found")))]
pub async fn pay_fail(
    State(state): State<AppState>,
    Caller(account): Caller,
    Path(path): Path<OrderPath>,
    Json(body): Json<PayFail>,
) -> ApiResult<Json<OrderView>> {
    Ok(Json(pay::pay_fail(&state, account, path.order, &body).await?))
}

/// Cancel an order: an unpaid one at once, a paid one by a refund of the whole. 202 while the
/// provider has not answered: ask for the order again. The same call again is safe.
///
/// # Errors
/// `order_not_cancellable`, `payment_in_progress`, `refund_refused`.
#[utoipa::path(post, path = "/api/v1/orders/{order}/cancel", tag = "orders", params(OrderPath),
    responses((status = 200, body = OrderView), (status = 202, body = OrderView),
        (status = 404, description = "order_not_found"),
        (status = 409, description = "order_not_cancellable, payment_in_progress, refund_refused"),
        (status = 503, description = "payment_unavailable")))]
pub async fn cancel_order(
    State(state): State<AppState>,
    Caller(account): Caller,
    Path(path): Path<OrderPath>,
) -> ApiResult<(StatusCode, Json<OrderView>)> {
    let (known, order) = cancel::cancel(&state, account, path.order).await?;
    Ok((status(known), Json(order)))
}

fn status(known: bool) -> StatusCode {
    if known { StatusCode::OK } else { StatusCode::ACCEPTED }
}
