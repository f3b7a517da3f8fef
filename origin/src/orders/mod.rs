//! Orders: a frozen price, seats that PostgreSQL protects, and the way from there to tickets,
//! or back.
//!
//! `create` makes one out of a hold, `pay` takes the money in three steps, `refund` gives it
//! back in three, `cancel` and `sweeper` end what was not paid. Each step is one transaction
//! that moves order, seats, grant, limit, attempt and outbox together, and none is open while a
//! provider is asked.

mod asking;
mod booking_number;
pub mod cancel;
pub mod counts;
pub mod create;
mod error;
mod limit;
mod obligations;
pub mod pay;
pub mod pricing;
pub mod quote;
pub mod read;
pub mod reconciler;
pub mod refund;
mod release;
pub mod review;
pub mod routes;
pub mod search;
mod search_store;
pub mod sought;
mod staff_refund;
pub mod staff_routes;
mod store;
pub mod sweeper;
pub mod transition;
pub mod view;

use std::time::Duration;

pub use error::OrderError;
pub use obligations::{is_any_open, is_any_refund_open};

use crate::state::AppState;

/// Starts what repeats: expiring what was not paid, finishing what was left open.
pub fn start_jobs(state: &AppState) {
    let app = state.clone();
    state.jobs.every("expire_orders", Duration::from_secs(1), move || {
        let app = app.clone();
        async move { sweeper::round(&app).await }
    });
    let app = state.clone();
    state.jobs.every("reconcile_payments", reconciler::EVERY, move || {
        let app = app.clone();
        async move { reconciler::round(&app).await }
    });
}
