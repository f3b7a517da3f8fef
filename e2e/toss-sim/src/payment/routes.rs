//! The merchant's API over HTTP.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{any, get, post};

use super::call::{Call, answer};
use super::cancel::CancelRequest;
use super::confirm::ConfirmRequest;
use super::execute::{execute_cancel, execute_confirm};
use super::{Payment, Status, wire};
use crate::auth::Caller;
use crate::errors::{Code, TossError};
use crate::faults::Endpoint;
use crate::state::{Sim, World};

/// `/v1/payments/*` with the merchant's secret key. The checkout page is the browser's.
pub(crate) fn routes() -> Router<Sim> {
    Router::new()
        .route("/v1/payments/confirm", post(confirm))
        .route("/v1/payments/orders/{order_id}", get(by_order))
        .route("/v1/payments/{payment_key}", get(by_key))
        .route("/v1/payments/{payment_key}/cancel", post(cancel))
        .route("/v1/{*rest}", any(async || TossError::from(Code::NotFound)))
}

async fn confirm(State(sim): State<Sim>, caller: Caller, body: Bytes) -> Response {
    // A body that cannot be read is refused inside the call: the refusal, too, is bound to
    // the key.
    let request = ConfirmRequest::parse(&body);
    let payment_key = request.as_ref().ok().map(|request| request.payment_key.clone());
    let call = Call { caller, endpoint: Endpoint::Confirm, payment_key };
    answer(sim, call, move |world, decline, now| execute_confirm(world, &request?, decline, now))
        .await
}

async fn cancel(
    State(sim): State<Sim>,
    caller: Caller,
    Path(key): Path<String>,
    body: Bytes,
) -> Response {
    let request = CancelRequest::parse(&body);
    let call = Call { caller, endpoint: Endpoint::Cancel, payment_key: Some(key.clone()) };
    answer(sim, call, move |world, _, now| execute_cancel(world, &key, &request?, now)).await
}

async fn by_key(State(sim): State<Sim>, caller: Caller, Path(key): Path<String>) -> Response {
    let call = Call { caller, endpoint: Endpoint::Read, payment_key: None };
    answer(sim, call, move |world, _, _| visible(world, world.book.get(&key))).await
}

async fn by_order(State(sim): State<Sim>, caller: Caller, Path(order): Path<String>) -> Response {
    let call = Call { caller, endpoint: Endpoint::Read, payment_key: None };
    answer(sim, call, move |world, _, _| visible(world, world.book.for_order(&order))).await
}

fn visible(world: &World, payment: Option<&Payment>) -> Result<serde_json::Value, TossError> {
    payment
        .filter(|payment| {
            let unapproved = matches!(payment.status, Status::Ready | Status::InProgress);
            !(unapproved && world.switches.hide_unapproved)
        })
        .map(|payment| wire::payment(payment, &world.base_url))
        .ok_or(Code::NotFoundPayment.into())
}
