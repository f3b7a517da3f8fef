//! Warm-up: whether a sale is ready to open, and what is missing.
//!
//! A check list of points. *Checking* only looks: into both stores, at the payment provider and
//! through the site's public address. *Warming* does what can be done ahead, then checks: Redis
//! is filled and compared with PostgreSQL seat by seat, the room is woken so that its alarm is
//! set, the catalog is fetched through the edge. A job warms every sale some minutes before its
//! lobby opens, again and again until it has opened; people do it with `frontrow sale warm` or
//! in the console.

pub mod command;
pub mod job;
mod point;
mod sale_points;
pub mod service;
mod site;
mod site_points;
pub mod staff_routes;
mod store;
mod store_points;

use std::time::Duration;

pub use point::{Item, ItemState, Readiness};
pub use site::Site;

use crate::state::AppState;

/// How often the job looks whether a sale is due.
const EVERY: Duration = Duration::from_secs(5);

/// Starts what repeats: warming sales that are about to open.
pub fn start_jobs(state: &AppState) {
    if state.config.warmup_minutes == 0 {
        return;
    }
    let state = state.clone();
    state.jobs.clone().every("warm_sales", EVERY, move || {
        let state = state.clone();
        Box::pin(async move { job::round(&state).await })
            as std::pin::Pin<Box<dyn Future<Output = sqlx::Result<()>> + Send>>
    });
}
