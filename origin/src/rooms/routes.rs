//! What rooms call, under their own hop keys.

use axum::Router;

use crate::state::AppState;

/// `/edge/v1/…`
pub fn routes() -> Router<AppState> {
    Router::new()
}
