//! Liveness, readiness and metrics, on the internal listener.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::extract::Json;
use super::{ApiError, ApiResult};
use crate::state::AppState;

/// What readiness looked at.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ready {
    /// PostgreSQL answers.
    pub postgres: bool,
    /// Redis answers.
    pub redis: bool,
}

/// The process runs.
pub async fn live() -> &'static str {
    "ok\n"
}

/// Both stores answer: the core can serve.
///
/// # Errors
/// `unavailable` when one of them does not.
pub async fn ready(State(state): State<AppState>) -> ApiResult<Json<Ready>> {
    let postgres = sqlx::query_scalar::<_, i32>("select 1").fetch_one(&state.db).await;
    let redis = redis::cmd("PING").query_async::<String>(&mut state.redis.clone()).await;
    let seen = Ready { postgres: postgres.is_ok(), redis: redis.is_ok() };
    match (postgres, redis) {
        (Ok(_), Ok(_)) => Ok(Json(seen)),
        (Err(error), _) => Err(ApiError::unavailable(error).detail("PostgreSQL does not answer.")),
        (_, Err(error)) => Err(ApiError::unavailable(error).detail("Redis does not answer.")),
    }
}

/// All metrics in Prometheus' text form.
pub async fn metrics(State(state): State<AppState>) -> String {
    state.metrics.render()
}
