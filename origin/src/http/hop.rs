//! The public listener's door: nothing without a valid hop signature gets in.
//!
//! The whole body is read (at most [`BODY_MAX`]) because it is signed. A nonce counts once
//! for every method that may change something; Redis remembers it for as long as the
//! signature could be valid.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use frontrow_shared::hop::{self, HopError, HopRequest, Identity};
use frontrow_shared::keys::KeyRing;
use frontrow_shared::problem::Code;
use http::Method;

use super::layers::BODY_MAX;
use super::{ApiError, ApiResult};
use crate::state::AppState;

/// Lets a request of the edge's gate through.
pub async fn gate(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match check(&state, &state.keys.hop, request).await {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// Lets a request of a waiting room through: the same signature under keys of its own.
pub async fn room(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match check(&state, &state.keys.sync, request).await {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

async fn check(state: &AppState, ring: &KeyRing, request: Request) -> ApiResult<Request> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_MAX).await.map_err(|_| ApiError::new(Code::BodyTooLarge))?;
    let header = |name: &'static str| parts.headers.get(name).and_then(|v| v.to_str().ok());
    // Two values of one header could be read differently by signer and handler.
    for name in hop::IDENTITY_HEADERS.into_iter().chain([hop::HEADER]) {
        if parts.headers.get_all(name).iter().nth(1).is_some() {
            return Err(refuse(HopError::Malformed));
        }
    }
    let signed = HopRequest {
        method: parts.method.as_str(),
        path_and_query: parts.uri.path_and_query().map_or("/", |path| path.as_str()),
        body: &body,
        identity: Identity::from_headers(header),
    };
    let verified =
        hop::verify(ring, header(hop::HEADER), &signed, crate::clock::wall()).map_err(refuse)?;
    if parts.method != Method::GET && parts.method != Method::HEAD {
        use_once(state, &verified.nonce).await?;
    }
    Ok(Request::from_parts(parts, Body::from(body)))
}

/// Takes the nonce, or says that it was taken. Without Redis nothing that changes anything
/// gets in: a replayed order would be worse than a moment's wait.
async fn use_once(state: &AppState, nonce: &str) -> ApiResult<()> {
    let taken: Option<String> = redis::cmd("SET")
        .arg(format!("hop:{nonce}"))
        .arg(1)
        .arg("NX")
        .arg("PX")
        .arg(hop::NONCE_TTL_MS)
        .query_async(&mut state.redis.clone())
        .await?;
    if taken.is_some() { Ok(()) } else { Err(refuse(HopError::Replayed)) }
}

fn refuse(error: HopError) -> ApiError {
    metrics::counter!("frontrow_hop_refused_total", "code" => error.code().as_str()).increment(1);
    ApiError::new(error.code()).detail(error.to_string())
}
