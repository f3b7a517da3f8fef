//! The ways out of a review, for admins. Giving the money back is the refund of every order.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::AdminCaller;
use crate::http::extract::{Json, Path};
use crate::http::{ApiError, ApiResult};
use crate::orders::routes::OrderPath;
use crate::orders::staff_routes::{StaffOrderInFull, in_full, one_line};
use crate::state::AppState;

/// `/staff/v1/orders/{order}/confirm` and `/release`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(confirm)).routes(routes!(release))
}

/// Why a review ends in this way.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewBody {
    /// One line of 1 to 150 characters; the audit log keeps it.
    #[schema(min_length = 1, max_length = 150)]
    pub reason: String,
}

/// Confirm an order that needs a look: its money is found with the payment service, and its seats
/// are the buyer's or free. One whose money went back in part keeps its tickets. Admins alone.
///
/// # Errors
/// `order_not_found`, `review_untrue`, `payment_in_progress`.
#[utoipa::path(post, path = "/staff/v1/orders/{order}/confirm", tag = "staff", params(OrderPath),
    request_body = ReviewBody,
    responses((status = 200, body = StaffOrderInFull),
        (status = 404, description = "order_not_found"),
        (status = 409, description = "review_untrue, payment_in_progress"),
        (status = 503, description = "payment_unavailable")))]
pub async fn confirm(
    AdminCaller(by): AdminCaller,
    State(state): State<AppState>,
    Path(path): Path<OrderPath>,
    Json(body): Json<ReviewBody>,
) -> ApiResult<Json<StaffOrderInFull>> {
    let reason = one_line(&body.reason)?;
    super::confirm(&state, by, path.order, reason).await.map_err(ApiError::from)?;
    Ok(Json(in_full(&state, path.order).await?))
}

/// Let an order go that needs a look: the payment service has no money of it. Its tickets are
/// void, its seats free, and the books say so. Admins alone.
///
/// # Errors
/// `order_not_found`, `review_untrue`, `payment_in_progress`.
#[utoipa::path(post, path = "/staff/v1/orders/{order}/release", tag = "staff", params(OrderPath),
    request_body = ReviewBody,
    responses((status = 200, body = StaffOrderInFull),
        (status = 404, description = "order_not_found"),
        (status = 409, description = "review_untrue, payment_in_progress"),
        (status = 503, description = "payment_unavailable")))]
pub async fn release(
    AdminCaller(by): AdminCaller,
    State(state): State<AppState>,
    Path(path): Path<OrderPath>,
    Json(body): Json<ReviewBody>,
) -> ApiResult<Json<StaffOrderInFull>> {
    let reason = one_line(&body.reason)?;
    super::release(&state, by, path.order, reason).await.map_err(ApiError::from)?;
    Ok(Json(in_full(&state, path.order).await?))
}
