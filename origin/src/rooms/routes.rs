//! What rooms call, under their own hop keys. Not in the OpenAPI document: the edge and the
//! core of one release are its only two sides.

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use frontrow_shared::sync::{RoomSettings, SyncAnswer, SyncReport};

use super::service;
use crate::http::ApiResult;
use crate::http::extract::{Json, Path, SalePath};
use crate::state::AppState;

/// `/edge/v1/…`
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/edge/v1/sales/{sale}", get(settings))
        .route("/edge/v1/rooms/{sale}/sync", post(sync))
}

async fn settings(
    State(state): State<AppState>,
    Path(path): Path<SalePath>,
) -> ApiResult<Json<RoomSettings>> {
    service::settings(&state, path.sale).await.map(Json)
}

async fn sync(
    State(state): State<AppState>,
    Path(path): Path<SalePath>,
    Json(report): Json<SyncReport>,
) -> ApiResult<Json<SyncAnswer>> {
    service::sync(&state, path.sale, &report).await.map(Json)
}
