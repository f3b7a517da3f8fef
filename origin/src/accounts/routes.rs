//! Signing up and in, through the edge: tokens travel in cookies that no script can read.

use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Response};
use frontrow_shared::jwks::Jwks;
use http::{StatusCode, header};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::error::AccountError;
use super::service::{self, Me, SignedIn};
use super::{Device, cookies, outside, own_routes, proof_routes, signer};
use crate::clock;
use crate::http::extract::{Caller, ClientIp, Json, RefreshToken};
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// Tokens must not stay in any cache.
const NO_STORE: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// `/api/v1/auth/…` and `/api/v1/me`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(sign_up))
        .routes(routes!(sign_in))
        .routes(routes!(refresh))
        .routes(routes!(sign_out))
        .routes(routes!(jwks))
        .routes(routes!(me))
        .merge(proof_routes::routes())
        .merge(own_routes::routes())
        .merge(outside::routes::routes())
}

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignUpBody {
    /// Address; the account's name for signing in.
    #[schema(min_length = 3, max_length = 254)]
    email: String,
    /// 10 to 128 characters.
    #[schema(value_type = String, format = Password, min_length = 10, max_length = 128)]
    password: SecretString,
    /// What the person wants to be called; on tickets.
    #[schema(min_length = 1)]
    name: String,
}

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// Address.
    pub(super) email: String,
    /// Password.
    #[schema(value_type = String, format = Password)]
    pub(super) password: SecretString,
}

/// A session, without its tokens: those are in cookies.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Whose.
    pub account: Me,
    /// When the access token runs out and is to be refreshed, by the server's clock.
    pub access_expires_at_ms: i64,
}

/// Make an account and sign it in.
#[utoipa::path(post, path = "/api/v1/auth/sign-up", tag = "accounts",
    request_body = SignUpBody,
    responses((status = 201, body = SessionView), (status = 409, description = "email_taken"),
        (status = 422, description = "email_invalid, password_weak, name_invalid"),
        (status = 429, description = "rate_limited")))]
async fn sign_up(
    State(state): State<AppState>,
    ClientIp(client): ClientIp,
    device: Device,
    Json(body): Json<SignUpBody>,
) -> ApiResult<Response> {
    let from = (&device, client);
    let signed_in = service::sign_up(&state, &body.email, body.password, &body.name, from).await?;
    Ok((StatusCode::CREATED, session(signed_in)).into_response())
}

/// Sign in.
#[utoipa::path(post, path = "/api/v1/auth/sign-in", tag = "accounts",
    request_body = SignInBody,
    responses((status = 200, body = SessionView), (status = 401, description = "credentials_wrong"),
        (status = 429, description = "rate_limited")))]
async fn sign_in(
    State(state): State<AppState>,
    ClientIp(client): ClientIp,
    device: Device,
    Json(body): Json<SignInBody>,
) -> ApiResult<Response> {
    Ok(session(service::sign_in(&state, &body.email, body.password, (&device, client)).await?))
}

/// Take a new access token for the refresh cookie, which changes too.
#[utoipa::path(post, path = "/api/v1/auth/refresh", tag = "accounts",
    security(("refresh_cookie" = [])),
    responses((status = 200, body = SessionView),
        (status = 401, description = "refresh_invalid")))]
async fn refresh(State(state): State<AppState>, token: RefreshToken) -> ApiResult<Response> {
    match service::refresh(&state, token.0.as_deref()).await {
        Ok(signed_in) => Ok(session(signed_in)),
        // The cookies are good for nothing any more; without them the page asks to sign in.
        Err(error @ AccountError::RefreshInvalid) => {
            Ok((set(cookies::signed_out()), ApiError::from(error)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// End the session.
#[utoipa::path(post, path = "/api/v1/auth/sign-out", tag = "accounts",
    security((), ("refresh_cookie" = [])),
    responses((status = 204)))]
async fn sign_out(
    State(state): State<AppState>,
    token: RefreshToken,
) -> ApiResult<impl IntoResponse> {
    service::sign_out(&state, token.0.as_deref()).await?;
    Ok((StatusCode::NO_CONTENT, [NO_STORE], set(cookies::signed_out())))
}

/// The public keys of access tokens.
#[utoipa::path(get, path = "/api/v1/auth/jwks.json", tag = "accounts",
    responses((status = 200, body = serde_json::Value)))]
async fn jwks(State(state): State<AppState>) -> impl IntoResponse {
    let jwks: Jwks = state.signer.jwks.clone();
    ([(header::CACHE_CONTROL, "public, max-age=60")], Json(jwks))
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/me", tag = "accounts",
    responses((status = 200, body = Me)))]
async fn me(State(state): State<AppState>, Caller(account): Caller) -> ApiResult<Json<Me>> {
    Ok(Json(service::me(&state, account).await?))
}

fn session(signed_in: SignedIn) -> Response {
    let cookies = set(signed_in.cookies());
    let expires = clock::wall().plus(signer::ACCESS_S * 1000);
    let view = SessionView { account: signed_in.account, access_expires_at_ms: expires.0 };
    ([NO_STORE], cookies, Json(view)).into_response()
}

fn set(cookies: [String; 3]) -> AppendHeaders<[(header::HeaderName, String); 3]> {
    AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)))
}
