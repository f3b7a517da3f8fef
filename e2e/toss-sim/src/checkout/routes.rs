//! The browser's routes: no key, no JSON.

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use reqwest::Url;
use serde::Deserialize;

use super::opening::Proposal;
use super::page;
use super::session::{self, SessionError};
use crate::payment::{Method, Status, checkout_url};
use crate::state::Sim;

const SDK: &str = include_str!("standard.js");

/// The SDK stand-in, the page it opens, and the page's three buttons.
pub(crate) fn routes() -> Router<Sim> {
    Router::new()
        .route("/v2/standard", get(sdk))
        .route("/v2/checkout", get(open))
        .route("/v1/payments/{payment_key}/checkout", get(show))
        .route("/v1/payments/{payment_key}/checkout/pay", post(pay))
        .route("/v1/payments/{payment_key}/checkout/decline", post(decline))
        .route("/v1/payments/{payment_key}/checkout/cancel", post(cancel))
}

async fn sdk() -> impl IntoResponse {
    // Usable from any shop's page, however strictly that page loads what is foreign.
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (headers, SDK)
}

/// What the SDK stand-in passes on.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    client_key: String,
    currency: String,
    value: i64,
    order_id: String,
    order_name: String,
    success_url: String,
    fail_url: String,
    #[serde(default)]
    method: Method,
}

async fn open(State(sim): State<Sim>, query: Result<Query<Request>, QueryRejection>) -> Response {
    let Query(request) = match query {
        Ok(query) => query,
        Err(rejection) => return refuse(StatusCode::BAD_REQUEST, &rejection.body_text()),
    };
    if request.client_key != sim.config().client_key {
        return refuse(StatusCode::UNAUTHORIZED, "this client key is not the merchant's");
    }
    if request.currency != "KRW" {
        return refuse(StatusCode::BAD_REQUEST, "amount.currency must be KRW for a card");
    }
    let proposal = Proposal {
        order_id: request.order_id,
        amount: request.value,
        order_name: request.order_name,
        success_url: request.success_url,
        fail_url: request.fail_url,
        method: request.method,
    };
    match session::open(&sim, proposal) {
        Ok(key) => Redirect::to(&checkout_url("", &key)).into_response(),
        Err(error) => explain(&error),
    }
}

async fn show(State(sim): State<Sim>, Path(key): Path<String>) -> Response {
    let found = sim.with(|world, _| world.book.get(&key).cloned());
    match found {
        None => explain(&SessionError::Unknown),
        Some(payment) if matches!(payment.status, Status::Ready | Status::InProgress) => {
            html(StatusCode::OK, page::checkout(&payment))
        }
        Some(payment) => explain(&SessionError::Over(payment.status)),
    }
}

async fn pay(State(sim): State<Sim>, Path(key): Path<String>) -> Response {
    send_back(session::authenticate(&sim, &key))
}

async fn decline(State(sim): State<Sim>, Path(key): Path<String>) -> Response {
    send_back(session::decline(&sim, &key))
}

async fn cancel(State(sim): State<Sim>, Path(key): Path<String>) -> Response {
    send_back(session::close(&sim, &key))
}

/// 303, so that the button's POST becomes the shop's GET.
fn send_back(back: Result<Url, SessionError>) -> Response {
    match back {
        Ok(url) => Redirect::to(url.as_str()).into_response(),
        Err(error) => explain(&error),
    }
}

fn explain(error: &SessionError) -> Response {
    let status = match error {
        SessionError::Proposal(_) => StatusCode::BAD_REQUEST,
        SessionError::Unknown => StatusCode::NOT_FOUND,
        SessionError::OrderPaid | SessionError::Over(_) => StatusCode::CONFLICT,
        SessionError::Full(_) => StatusCode::INSUFFICIENT_STORAGE,
    };
    refuse(status, &error.to_string())
}

fn refuse(status: StatusCode, sentence: &str) -> Response {
    html(status, page::refusal(sentence))
}

/// A page as it is now: what a checkout allows changes from minute to minute.
fn html(status: StatusCode, page: String) -> Response {
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
    ];
    (status, headers, Html(page)).into_response()
}
