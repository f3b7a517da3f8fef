//! The browser's way to an issuer and back. Both answers are redirects: a person sees a page,
//! never a problem document, whatever goes wrong.

use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Response};
use http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{callback, start};
use crate::accounts::{AccountError, Device, cookies};
use crate::http::extract::{FlowSecret, Json, Path, Query};
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// `/api/v1/auth/providers`, `/api/v1/auth/oidc/…`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(providers))
        .routes(routes!(begin))
        .routes(routes!(come_back))
}

/// Ways of signing in beside the password.
#[derive(Serialize, ToSchema)]
pub struct Providers {
    /// In the order of the configuration.
    pub items: Vec<ProviderView>,
}

/// An outside issuer.
#[derive(Serialize, ToSchema)]
pub struct ProviderView {
    /// For `/api/v1/auth/oidc/{provider}/start`.
    pub id: String,
    /// For people.
    pub name: String,
}

/// An issuer in a path.
#[derive(Debug, Clone, Deserialize)]
pub struct ProviderPath {
    provider: String,
}

/// How to begin.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct StartQuery {
    /// Path of the site to go on with; the front page without it.
    #[param(max_length = 512)]
    return_to: Option<String>,
}

/// What an issuer's redirect brings. Issuers may add more.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallbackQuery {
    /// To be redeemed for an ID token.
    pub(super) code: Option<String>,
    /// As it was sent to the issuer.
    pub(super) state: Option<String>,
    /// Why there is no code.
    pub(super) error: Option<String>,
    /// Whose answer this is (RFC 9207).
    pub(super) iss: Option<String>,
}

/// Ways of signing in beside the password.
#[utoipa::path(get, path = "/api/v1/auth/providers", tag = "accounts",
    responses((status = 200, body = Providers)))]
async fn providers(State(state): State<AppState>) -> impl IntoResponse {
    let view = |(id, name): (&str, &str)| ProviderView { id: id.to_owned(), name: name.to_owned() };
    let items = state.outside.names().map(view).collect();
    ([(header::CACHE_CONTROL, "public, max-age=60")], Json(Providers { items }))
}

/// Go to an outside issuer to sign in there. For browsers: a navigation, not a call.
#[utoipa::path(get, path = "/api/v1/auth/oidc/{provider}/start", tag = "accounts",
    params(("provider" = String, Path), StartQuery),
    responses((status = 303), (status = 404, description = "outside_unknown")))]
async fn begin(
    State(state): State<AppState>,
    Path(path): Path<ProviderPath>,
    Query(query): Query<StartQuery>,
) -> ApiResult<Response> {
    let go_on = query.return_to.unwrap_or_default();
    match start::begin(&state, &path.provider, &go_on).await {
        Ok(begun) => Ok(redirect(&begun.page, [cookies::flow(&begun.state)])),
        Err(error @ AccountError::OutsideUnknown) => Err(error.into()),
        Err(error) => Ok(sign_in_page(error)),
    }
}

/// Come back from an outside issuer: with cookies to where the person wanted to go, or to the
/// sign-in page with `problem=<code>`.
#[utoipa::path(get, path = "/api/v1/auth/oidc/{provider}/callback", tag = "accounts",
    params(("provider" = String, Path), CallbackQuery),
    responses((status = 303), (status = 404, description = "outside_unknown")))]
async fn come_back(
    State(state): State<AppState>,
    Path(path): Path<ProviderPath>,
    Query(query): Query<CallbackQuery>,
    FlowSecret(cookie): FlowSecret,
    device: Device,
) -> ApiResult<Response> {
    let cookie = cookie.unwrap_or_default();
    match callback::finish(&state, &path.provider, query, &cookie, &device).await {
        Ok(done) => {
            let [access, refresh, here] = done.signed_in.cookies();
            Ok(redirect(&done.return_to, [access, refresh, here, cookies::flow_over()]))
        }
        Err(error @ AccountError::OutsideUnknown) => Err(error.into()),
        Err(error) => Ok(sign_in_page(error)),
    }
}

/// The sign-in page, which says the problem as a sentence.
fn sign_in_page(error: AccountError) -> Response {
    let told = error.to_string();
    let error = ApiError::from(error);
    let code = error.code().to_owned();
    tracing::info!(code, told, "a sign-in through an outside issuer came to nothing");
    // Made, so that it is counted and logged as every other problem is; a page is what is sent.
    let _ = error.into_response();
    redirect(&format!("/sign-in/?problem={code}"), [cookies::flow_over()])
}

fn redirect<const N: usize>(to: &str, cookies: [String; N]) -> Response {
    let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
    let location =
        [(header::LOCATION, to.to_owned()), (header::CACHE_CONTROL, "no-store".to_owned())];
    (StatusCode::SEE_OTHER, location, cookies).into_response()
}
