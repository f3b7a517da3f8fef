//! What staff do with coupons.

use axum::extract::State;
use frontrow_shared::id::{AccountId, CouponId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service::{self, NewCoupon};
use super::{CouponView, GrantView};
use crate::accounts::StaffCaller;
use crate::http::ApiResult;
use crate::http::extract::{IdempotencyKey, Json};
use crate::state::AppState;

/// `/staff/v1/coupons` and `/staff/v1/grants`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(grant))
}

/// Coupons.
#[derive(Debug, Serialize, ToSchema)]
pub struct Coupons {
    /// Newest first.
    pub items: Vec<CouponView>,
}

/// Whom to give which coupon.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantBody {
    /// The coupon.
    pub coupon: CouponId,
    /// Whose it is to be.
    pub account: AccountId,
}

/// The newest coupons.
///
/// # Errors
/// PostgreSQL.
#[utoipa::path(get, path = "/staff/v1/coupons", tag = "staff",
    responses((status = 200, body = Coupons)))]
pub async fn list(_: StaffCaller, State(state): State<AppState>) -> ApiResult<Json<Coupons>> {
    Ok(Json(Coupons { items: service::list(&state).await? }))
}

/// Make a coupon. Needs an Idempotency-Key; a code is taken once, so a retry is told.
///
/// # Errors
/// `coupon_invalid`.
#[utoipa::path(post, path = "/staff/v1/coupons", tag = "staff", params(IdempotencyKey),
    request_body = NewCoupon,
    responses((status = 201, body = CouponView), (status = 422, description = "coupon_invalid")))]
pub async fn create(
    _: StaffCaller,
    State(state): State<AppState>,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<NewCoupon>,
) -> ApiResult<(StatusCode, Json<CouponView>)> {
    Ok((StatusCode::CREATED, Json(service::create(&state, body, &key).await?)))
}

/// Give somebody a coupon.
///
/// # Errors
/// `coupon_not_found`, `coupon_owned`, `not_found` for an unknown account.
#[utoipa::path(post, path = "/staff/v1/grants", tag = "staff", params(IdempotencyKey),
    request_body = GrantBody,
    responses((status = 201, body = GrantView),
        (status = 404, description = "coupon_not_found, not_found"),
        (status = 409, description = "coupon_owned, coupon_not_usable")))]
pub async fn grant(
    _: StaffCaller,
    State(state): State<AppState>,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<GrantBody>,
) -> ApiResult<(StatusCode, Json<GrantView>)> {
    let grant = service::grant(&state, body.coupon, body.account, Some(&key)).await?;
    Ok((StatusCode::CREATED, Json(grant)))
}
