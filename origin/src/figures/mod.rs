//! How an on-sale goes, for those who watch it: how it stands now, and how it got there.
//!
//! The numbers are read where they are true (the room's last report, orders, seats, holds), at
//! most once a second in a process however many watch; every five seconds they are written down
//! for the charts. Nothing here is asked by buyers.

mod gather;
mod live;
mod memory;
pub mod record;
pub mod staff_routes;
mod store;

use std::time::Duration;

pub use live::Live;
pub use memory::FiguresMemory;

use crate::state::AppState;

/// How often figures are written down.
const EVERY: Duration = Duration::from_secs(5);
/// How often those that nobody looks at any more are thrown away.
const CLEAN_EVERY: Duration = Duration::from_secs(600);

/// Starts what repeats.
pub fn start_jobs(state: &AppState) {
    let app = state.clone();
    state.jobs.every("record_figures", EVERY, move || {
        let app = app.clone();
        async move { record::round(&app).await }
    });
    let app = state.clone();
    state.jobs.every("clean_figures", CLEAN_EVERY, move || {
        let app = app.clone();
        async move { record::clean(&app).await }
    });
}
