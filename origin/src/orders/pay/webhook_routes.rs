//! Where providers send webhooks: stored as they came, answered at once, acted upon afterwards.

use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::webhook;
use crate::http::ApiResult;
use crate::payments::inbox;
use crate::state::AppState;

/// `/webhooks/…`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(toss))
}

/// Something happened at Toss: go and look. The body is stored, never believed.
///
/// # Errors
/// `unavailable` when it could not be stored; Toss then sends it again.
#[utoipa::path(post, path = "/webhooks/toss", tag = "webhooks",
    request_body(content = serde_json::Value, content_type = "application/json"),
    responses((status = 200)))]
pub(super) async fn toss(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Bytes,
) -> ApiResult<StatusCode> {
    if let Some(waiting) = inbox::store(&state.db, state.provider.name(), &headers, &body).await? {
        let task_state = state.clone();
        state.jobs.detach(async move {
            if let Err(error) = webhook::act(&task_state, &waiting).await {
                tracing::warn!(webhook = %waiting.id, %error, "a webhook is looked at again");
            }
        });
    }
    Ok(StatusCode::OK)
}
