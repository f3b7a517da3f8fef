//! Staff on the internal listener: signing in there, and the extractor of every staff route.

use axum::extract::{FromRef, FromRequestParts, State};
use axum::response::IntoResponse;
use frontrow_shared::id::AccountId;
use http::header;
use http::request::Parts;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::error::AccountError;
use super::routes::SignInBody;
use super::{service, signer};
use crate::http::extract::Json;
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// A member of staff: `Authorization: Bearer <access token>` of a living session whose
/// account has the role at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffCaller(pub AccountId);

impl<S> FromRequestParts<S> for StaffCaller
where
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let state = AppState::from_ref(state);
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
        let token = value.and_then(|text| text.strip_prefix("Bearer "));
        let token = token.ok_or(AccountError::SignInRequired)?;
        Ok(Self(service::staff(&state, token.trim()).await?))
    }
}

/// `/staff/v1/sign-in`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(sign_in))
}

/// An access token for scripts.
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
    Json(body): Json<SignInBody>,
) -> ApiResult<impl IntoResponse> {
    let signed_in = service::sign_in(&state, &body.email, body.password).await?;
    service::staff(&state, &signed_in.access).await?;
    let session = StaffSession { access_token: signed_in.access, expires_in_s: signer::ACCESS_S };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(session)))
}
