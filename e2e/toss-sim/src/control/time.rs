//! Reading and moving the clock.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::problem::Problem;
use crate::clock::{OFFSET_MS_MAX, kst};
use crate::state::Sim;

/// Exactly one of the two.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setting {
    advance_ms: Option<u64>,
    reset: Option<bool>,
}

pub(crate) async fn read(State(sim): State<Sim>) -> Json<Value> {
    Json(reading(&sim))
}

pub(crate) async fn set(
    State(sim): State<Sim>,
    body: Result<Json<Setting>, JsonRejection>,
) -> Result<Json<Value>, Problem> {
    let Json(setting) = body?;
    match setting {
        Setting { advance_ms: Some(ms), reset: None } if ms <= OFFSET_MS_MAX.unsigned_abs() => {
            sim.clock().advance(ms);
        }
        Setting { advance_ms: None, reset: Some(true) } => sim.clock().reset(),
        _ => {
            return Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "clock_invalid",
                format!("send {{\"advance_ms\": 0 to {OFFSET_MS_MAX}}} or {{\"reset\": true}}"),
            ));
        }
    }
    // Whatever came due happens before the answer.
    sim.with(|_, _| ());
    Ok(Json(reading(&sim)))
}

fn reading(sim: &Sim) -> Value {
    let now = sim.clock().now();
    json!({ "now": kst(now), "now_ms": now, "offset_ms": sim.clock().offset_ms() })
}
