//! What owners do with their account: the password, the sessions.

use axum::extract::State;
use frontrow_shared::id::SessionId;
use http::StatusCode;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::Session;
use super::sessions::{self, OwnSession};
use crate::http::ApiResult;
use crate::http::extract::{Json, Path};
use crate::state::AppState;

/// `/api/v1/me/password`, `/api/v1/me/sessions…`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(change_password))
        .routes(routes!(list))
        .routes(routes!(end))
        .routes(routes!(end_others))
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    /// The one until now.
    #[schema(value_type = String, format = Password)]
    current_password: SecretString,
    /// 10 to 128 characters.
    #[schema(value_type = String, format = Password)]
    password: SecretString,
}

/// The sessions of an account.
#[derive(Serialize, ToSchema)]
pub struct OwnSessions {
    /// The last used first.
    pub items: Vec<OwnSession>,
}

/// A session in a path.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct SessionPath {
    /// `{session}`
    session: SessionId,
}

/// Change the password; every other session ends.
#[utoipa::path(post, path = "/api/v1/me/password", tag = "accounts",
    request_body = PasswordBody,
    responses((status = 204), (status = 401, description = "refresh_invalid"),
        (status = 403, description = "password_wrong"),
        (status = 409, description = "password_not_set"),
        (status = 422, description = "password_weak"),
        (status = 429, description = "rate_limited")))]
async fn change_password(
    State(state): State<AppState>,
    own: Session,
    Json(body): Json<PasswordBody>,
) -> ApiResult<StatusCode> {
    sessions::change_password(&state, own, body.current_password, body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where the person is signed in.
#[utoipa::path(get, path = "/api/v1/me/sessions", tag = "accounts",
    responses((status = 200, body = OwnSessions), (status = 401, description = "refresh_invalid")))]
async fn list(State(state): State<AppState>, own: Session) -> ApiResult<Json<OwnSessions>> {
    Ok(Json(OwnSessions { items: sessions::list(&state, own).await? }))
}

/// End a session. What was bought with it stays; its access token still buys for up to ten
/// minutes, but changes nothing of the account.
#[utoipa::path(delete, path = "/api/v1/me/sessions/{session}", tag = "accounts",
    params(("session" = SessionId, Path)),
    responses((status = 204), (status = 401, description = "refresh_invalid"),
        (status = 404, description = "session_not_found")))]
async fn end(
    State(state): State<AppState>,
    own: Session,
    Path(path): Path<SessionPath>,
) -> ApiResult<StatusCode> {
    sessions::end(&state, own, path.session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End every session but this one.
#[utoipa::path(post, path = "/api/v1/me/sessions/end-others", tag = "accounts",
    responses((status = 204), (status = 401, description = "refresh_invalid")))]
async fn end_others(State(state): State<AppState>, own: Session) -> ApiResult<StatusCode> {
    sessions::end_others(&state, own).await?;
    Ok(StatusCode::NO_CONTENT)
}
