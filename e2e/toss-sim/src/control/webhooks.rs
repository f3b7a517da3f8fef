//! What was sent to the merchant, and sending it again.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::problem::Problem;
use crate::state::Sim;

pub(crate) async fn list(State(sim): State<Sim>) -> Json<Value> {
    Json(sim.with(|world, _| json!({ "webhooks": world.webhooks.all() })))
}

pub(crate) async fn resend(
    State(sim): State<Sim>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    match sim.with(|world, now| world.webhooks.resend(&id, now)) {
        Some(id) => Ok((StatusCode::ACCEPTED, Json(json!({ "id": id })))),
        None => Err(Problem::new(
            StatusCode::NOT_FOUND,
            "webhook_not_found",
            "no webhook has this id; GET /_sim/webhooks lists them",
        )),
    }
}
