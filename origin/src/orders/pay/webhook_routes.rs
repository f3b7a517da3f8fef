//! Where providers send webhooks: answered at once, acted upon afterwards.

use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::webhook;
use crate::http::ApiResult;
use crate::state::AppState;

/// `/webhooks/…`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(toss))
}

/// Something happened at Toss: go and look. The body is never believed.
///
/// # Errors
/// `unavailable` when that could not be written down; Toss then sends it again.
#[utoipa::path(post, path = "/webhooks/toss", tag = "webhooks",
    request_body(content = serde_json::Value, content_type = "application/json"),
    responses((status = 200)))]
pub(super) async fn toss(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Bytes,
) -> ApiResult<StatusCode> {
    webhook::take_in(&state, &headers, &body).await?;
    Ok(StatusCode::OK)
}
