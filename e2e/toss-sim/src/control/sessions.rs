//! Checkouts without a browser.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use reqwest::Url;
use serde_json::{Value, json};

use super::problem::Problem;
use crate::checkout::{self, Proposal, SessionError};
use crate::payment::{self, checkout_url};
use crate::state::Sim;

pub(crate) async fn open(
    State(sim): State<Sim>,
    body: Result<Json<Proposal>, JsonRejection>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let Json(proposal) = body?;
    let key = checkout::open(&sim, proposal)?;
    let url = checkout_url(sim.base_url(), &key);
    Ok((StatusCode::CREATED, Json(json!({ "payment_key": key, "checkout_url": url }))))
}

pub(crate) async fn authenticate(
    State(sim): State<Sim>,
    Path(key): Path<String>,
) -> Result<Json<Value>, Problem> {
    back(checkout::authenticate(&sim, &key))
}

pub(crate) async fn decline(
    State(sim): State<Sim>,
    Path(key): Path<String>,
) -> Result<Json<Value>, Problem> {
    back(checkout::decline(&sim, &key))
}

pub(crate) async fn close(
    State(sim): State<Sim>,
    Path(key): Path<String>,
) -> Result<Json<Value>, Problem> {
    back(checkout::close(&sim, &key))
}

pub(crate) async fn deposit(
    State(sim): State<Sim>,
    Path(key): Path<String>,
) -> Result<StatusCode, Problem> {
    moved(sim.with(|world, now| payment::deposit(world, &key, now)))
}

pub(crate) async fn deposit_error(
    State(sim): State<Sim>,
    Path(key): Path<String>,
) -> Result<StatusCode, Problem> {
    moved(sim.with(|world, now| payment::deposit_error(world, &key, now)))
}

fn moved(done: bool) -> Result<StatusCode, Problem> {
    let conflict = || {
        Problem::new(
            StatusCode::CONFLICT,
            "no_such_deposit",
            "this payment is no virtual account that this could happen to now",
        )
    };
    done.then_some(StatusCode::NO_CONTENT).ok_or_else(conflict)
}

/// Where the buyer's browser would go.
fn back(url: Result<Url, SessionError>) -> Result<Json<Value>, Problem> {
    Ok(Json(json!({ "redirect": url?.as_str() })))
}
