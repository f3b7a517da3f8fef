//! The hand of tests: what goes wrong next, and another key.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;

use crate::key::Key;
use crate::state::Sim;

/// What goes wrong at the next code that is redeemed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The ID token repeats another nonce.
    WrongNonce,
    /// It is for another client.
    WrongAudience,
    /// It says that another issuer made it.
    WrongIssuer,
    /// It has run out.
    Expired,
    /// It is signed by another key under the name of ours.
    ForeignKey,
    /// It is not signed at all.
    Unsigned,
    /// There is none.
    NoIdToken,
    /// The code is taken, the answer is 503.
    ServerError,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    kind: Fault,
}

pub(crate) fn routes() -> Router<Sim> {
    Router::new().route("/_sim/faults", post(fault)).route("/_sim/rotate", post(rotate))
}

async fn fault(State(sim): State<Sim>, Json(order): Json<Order>) -> StatusCode {
    sim.world().faults.push_back(order.kind);
    StatusCode::NO_CONTENT
}

/// From now on another key signs, and only that one is published.
async fn rotate(State(sim): State<Sim>) -> StatusCode {
    match Key::generate() {
        Ok(key) => {
            sim.world().key = key;
            StatusCode::NO_CONTENT
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
