//! What staff do with coupons.

use axum::extract::State;
use frontrow_shared::id::{AccountId, CouponId};
use frontrow_shared::problem::Code;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service::{self, NewCoupon};
use super::{CouponEntry, CouponError, GrantView};
use crate::accounts::{self, Email, StaffCaller};
use crate::http::extract::{IdempotencyKey, Json};
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// `/staff/v1/coupons` and `/staff/v1/grants`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(grant))
}

/// Coupons.
#[derive(Debug, Serialize, ToSchema)]
pub struct Coupons {
    /// Newest first.
    pub items: Vec<CouponEntry>,
}

/// Whom to give which coupon.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantBody {
    /// The coupon.
    pub coupon: CouponId,
    /// Whose it is to be; or `email`.
    pub account: Option<AccountId>,
    /// The address of the account, instead of `account`.
    #[schema(min_length = 3, max_length = 254)]
    pub email: Option<String>,
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
    responses((status = 201, body = CouponEntry), (status = 422, description = "coupon_invalid")))]
pub async fn create(
    StaffCaller(by): StaffCaller,
    State(state): State<AppState>,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<NewCoupon>,
) -> ApiResult<(StatusCode, Json<CouponEntry>)> {
    Ok((StatusCode::CREATED, Json(service::create(&state, by, body, &key).await?)))
}

/// Give somebody a coupon: an account by its id or by its e-mail address.
///
/// # Errors
/// `coupon_not_found`, `coupon_owned`, `not_found` for an unknown account.
#[utoipa::path(post, path = "/staff/v1/grants", tag = "staff", params(IdempotencyKey),
    request_body = GrantBody,
    responses((status = 201, body = GrantView),
        (status = 404, description = "coupon_not_found, not_found"),
        (status = 409, description = "coupon_owned, coupon_not_usable")))]
pub async fn grant(
    StaffCaller(by): StaffCaller,
    State(state): State<AppState>,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<GrantBody>,
) -> ApiResult<(StatusCode, Json<GrantView>)> {
    let account = match (body.account, body.email) {
        (Some(account), None) => account,
        (None, Some(email)) => {
            let email = Email::parse(&email).map_err(|_| CouponError::NoAccount)?;
            accounts::named(&state.db, &email).await?.ok_or(CouponError::NoAccount)?
        }
        _ => {
            let why = "Give either account or email.";
            return Err(ApiError::new(Code::BodyInvalid).detail(why));
        }
    };
    let grant = service::give(&state, by, body.coupon, account, &key).await?;
    Ok((StatusCode::CREATED, Json(grant)))
}
