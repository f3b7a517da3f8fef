//! What buyers do with coupons.

use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{GrantView, service};
use crate::http::ApiResult;
use crate::http::extract::{Caller, IdempotencyKey, Json};
use crate::state::AppState;

/// The buyers' routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(mine)).routes(routes!(claim))
}

/// A person's coupons.
#[derive(Debug, Serialize, ToSchema)]
pub struct Grants {
    /// Newest first.
    pub items: Vec<GrantView>,
}

/// Which coupon to claim.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimBody {
    /// The code, without regard to case.
    #[schema(max_length = 100)]
    pub code: String,
}

/// My coupons, newest first.
///
/// # Errors
/// `sign_in_required`.
#[utoipa::path(get, path = "/api/v1/coupons", tag = "coupons",
    responses((status = 200, body = Grants)))]
pub async fn mine(
    State(state): State<AppState>,
    Caller(account): Caller,
) -> ApiResult<Json<Grants>> {
    Ok(Json(Grants { items: service::mine(&state, account).await? }))
}

/// Claim a coupon by its code. Needs an Idempotency-Key.
///
/// # Errors
/// `coupon_not_found`, `coupon_owned`, `coupon_not_usable`.
#[utoipa::path(post, path = "/api/v1/coupons/claims", tag = "coupons",
    params(IdempotencyKey), request_body = ClaimBody,
    responses((status = 201, body = GrantView), (status = 404, description = "coupon_not_found"),
        (status = 409, description = "coupon_owned, coupon_not_usable")))]
pub async fn claim(
    State(state): State<AppState>,
    Caller(account): Caller,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<ClaimBody>,
) -> ApiResult<(StatusCode, Json<GrantView>)> {
    let grant = service::claim(&state, account, &body.code, &key).await?;
    Ok((StatusCode::CREATED, Json(grant)))
}
