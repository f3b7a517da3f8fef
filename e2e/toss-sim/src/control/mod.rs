//! `/_sim/*`: the hand that moves the simulator in tests. JSON, snake_case, no key needed; which
//! is why the simulator listens on loopback only. Errors are problem documents (RFC 9457).
//!
//! | call | does |
//! |---|---|
//! | `GET, POST /clock` | reads it; `{"advance_ms": n}` or `{"reset": true}` |
//! | `GET /payments` | every payment, the ledger, the totals |
//! | `POST /sessions` | opens a checkout without a browser |
//! | `POST /sessions/{payment_key}/authenticate`, `/decline`, `/close` | what the buyer does |
//! | `POST /sessions/{payment_key}/deposit`, `/deposit-error` | sends the money to a virtual account, and takes it back |
//! | `GET, POST, DELETE /faults` | misfortune on order |
//! | `GET /webhooks`, `POST /webhooks/{id}/resend` | what was sent, and again |
//! | `POST /reset` | an empty world at the machine's time |

mod faults;
mod payments;
mod problem;
mod sessions;
mod time;
mod webhooks;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};

use crate::state::Sim;

/// The routes under `/_sim`.
pub(crate) fn routes() -> Router<Sim> {
    Router::new()
        .route("/clock", get(time::read).post(time::set))
        .route("/payments", get(payments::list))
        .route("/sessions", post(sessions::open))
        .route("/sessions/{payment_key}/authenticate", post(sessions::authenticate))
        .route("/sessions/{payment_key}/decline", post(sessions::decline))
        .route("/sessions/{payment_key}/close", post(sessions::close))
        .route("/sessions/{payment_key}/deposit", post(sessions::deposit))
        .route("/sessions/{payment_key}/deposit-error", post(sessions::deposit_error))
        .route("/faults", get(faults::list).post(faults::order).delete(faults::clear))
        .route("/webhooks", get(webhooks::list))
        .route("/webhooks/{id}/resend", post(webhooks::resend))
        .route("/reset", post(reset))
}

async fn reset(State(sim): State<Sim>) -> StatusCode {
    sim.reset();
    StatusCode::NO_CONTENT
}
