//! Staff signing in, staying signed in, and out, on the internal listener.

use axum::extract::State;
use axum::response::IntoResponse;
use http::{StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Device;
use super::routes::SignInBody;
use super::signer;
use super::staff_service::{self, AtWork};
use crate::http::ApiResult;
use crate::http::extract::Json;
use crate::state::AppState;

/// `/staff/v1/sign-in…` and `/staff/v1/sign-out`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(sign_in)).routes(routes!(renew)).routes(routes!(sign_out))
}

/// An access token for the console and scripts.
#[derive(Serialize, ToSchema)]
pub struct StaffSession {
    /// For `Authorization: Bearer …`.
    pub access_token: String,
    /// Seconds for which it is good.
    pub expires_in_s: i64,
}

/// Sign in as staff. Open, but only of use to accounts with the role.
#[utoipa::path(post, path = "/staff/v1/sign-in", tag = "staff", security(()),
    request_body = SignInBody,
    responses((status = 200, body = StaffSession),
        (status = 401, description = "credentials_wrong"), (status = 403, description = "forbidden"),
        (status = 429, description = "rate_limited")))]
async fn sign_in(
    State(state): State<AppState>,
    device: Device,
    Json(body): Json<SignInBody>,
) -> ApiResult<impl IntoResponse> {
    Ok(session(staff_service::sign_in(&state, &body.email, body.password, &device).await?))
}

/// Stay signed in: a fresh token of the same session for one that is still good. The session
/// ends twelve hours after the sign-in.
#[utoipa::path(post, path = "/staff/v1/sign-in/renew", tag = "staff",
    responses((status = 200, body = StaffSession)))]
async fn renew(at_work: AtWork, State(state): State<AppState>) -> ApiResult<impl IntoResponse> {
    Ok(session(staff_service::renew(&state, &at_work)))
}

/// Sign out: every token of the session is good for nothing from now on.
#[utoipa::path(post, path = "/staff/v1/sign-out", tag = "staff", responses((status = 204)))]
async fn sign_out(at_work: AtWork, State(state): State<AppState>) -> ApiResult<StatusCode> {
    staff_service::sign_out(&state, &at_work).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn session(access_token: String) -> impl IntoResponse {
    let session = StaffSession { access_token, expires_in_s: signer::ACCESS_S };
    ([(header::CACHE_CONTROL, "no-store")], Json(session))
}
