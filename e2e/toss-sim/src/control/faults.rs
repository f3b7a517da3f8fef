//! Ordering misfortune.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::problem::Problem;
use crate::errors::Code;
use crate::faults::{DELAY_MS_MAX, Endpoint, FAULTS_MAX, Fault, Kind};
use crate::state::Sim;

/// One order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Order {
    endpoint: Endpoint,
    kind: Kind,
    /// How many calls it hits; 1 if absent.
    times: Option<usize>,
    delay_ms: Option<u64>,
    /// The code of a decline or a refusal.
    code: Option<String>,
}

pub(crate) async fn order(
    State(sim): State<Sim>,
    body: Result<Json<Order>, JsonRejection>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let Json(order) = body?;
    let times = order.times.unwrap_or(1);
    let code = order.code.as_deref().map(|text| Code::parse(text).ok_or(text)).transpose();
    let invalid = |detail: String| Problem::new(StatusCode::BAD_REQUEST, "fault_invalid", detail);
    let code = code.map_err(|text| invalid(format!("{text} is not a code of Toss's tables")))?;
    if times == 0 || order.delay_ms.is_some_and(|ms| ms > DELAY_MS_MAX) {
        return Err(invalid(format!(
            "times must be at least 1 and delay_ms at most {DELAY_MS_MAX}"
        )));
    }
    if order.kind == Kind::Decline && order.endpoint != Endpoint::Confirm {
        return Err(invalid("only a confirm can be declined".to_owned()));
    }
    let fault = Fault::new(order.endpoint, order.kind, order.delay_ms, code);
    let waiting = sim
        .with(|world, _| world.faults.order(fault, times).then(|| world.faults.waiting().count()));
    match waiting {
        Some(waiting) => Ok((StatusCode::CREATED, Json(json!({ "waiting": waiting })))),
        None => Err(invalid(format!(
            "at most {FAULTS_MAX} faults wait at once; DELETE /_sim/faults first"
        ))),
    }
}

pub(crate) async fn list(State(sim): State<Sim>) -> Json<Value> {
    Json(sim.with(|world, _| json!({ "faults": world.faults.waiting().collect::<Vec<_>>() })))
}

pub(crate) async fn clear(State(sim): State<Sim>) -> StatusCode {
    sim.with(|world, _| world.faults.clear());
    StatusCode::NO_CONTENT
}
