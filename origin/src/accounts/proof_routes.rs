//! Mailed links: asking for them and using them.

use axum::extract::State;
use http::StatusCode;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Device;
use super::proofs;
use crate::http::ApiResult;
use crate::http::extract::{Caller, ClientIp, Json};
use crate::state::AppState;

/// `/api/v1/auth/email/…`, `/api/v1/auth/password/…`, `/api/v1/me/email/…`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(verify))
        .routes(routes!(send_verification))
        .routes(routes!(forgot))
        .routes(routes!(reset))
}

/// A link that was mailed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkBody {
    /// What stands behind the `#` of the link.
    #[schema(max_length = 100)]
    token: String,
}

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgotBody {
    /// The account's address.
    email: String,
}

/// A new password by a mailed link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetBody {
    /// What stands behind the `#` of the link.
    #[schema(max_length = 100)]
    token: String,
    /// 10 to 128 characters.
    #[schema(value_type = String, format = Password)]
    password: SecretString,
}

/// Prove an address by the mailed link.
#[utoipa::path(post, path = "/api/v1/auth/email/verify", tag = "accounts",
    request_body = LinkBody,
    responses((status = 204), (status = 410, description = "mail_link_invalid")))]
async fn verify(
    State(state): State<AppState>,
    Json(body): Json<LinkBody>,
) -> ApiResult<StatusCode> {
    proofs::verify(&state, &body.token).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Mail the link that proves the address again.
#[utoipa::path(post, path = "/api/v1/me/email/verification", tag = "accounts",
    responses((status = 202), (status = 429, description = "rate_limited")))]
async fn send_verification(
    State(state): State<AppState>,
    Caller(account): Caller,
) -> ApiResult<StatusCode> {
    proofs::send_verification(&state, account).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Mail a link for a new password. The answer is the same whether or not there is an account.
#[utoipa::path(post, path = "/api/v1/auth/password/forgot", tag = "accounts",
    request_body = ForgotBody,
    responses((status = 202), (status = 422, description = "email_invalid")))]
async fn forgot(
    State(state): State<AppState>,
    ClientIp(client): ClientIp,
    device: Device,
    Json(body): Json<ForgotBody>,
) -> ApiResult<StatusCode> {
    proofs::forgot(&state, &body.email, client, device.language).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Set a new password by the mailed link; every session of the account ends.
#[utoipa::path(post, path = "/api/v1/auth/password/reset", tag = "accounts",
    request_body = ResetBody,
    responses((status = 204), (status = 410, description = "mail_link_invalid"),
        (status = 422, description = "password_weak")))]
async fn reset(
    State(state): State<AppState>,
    Json(body): Json<ResetBody>,
) -> ApiResult<StatusCode> {
    proofs::reset(&state, &body.token, body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}
