//! The Lua scripts on a real Redis, as a single node and in cluster mode.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

mod by_table;
mod differential;
mod headers;
mod races;
#[path = "../it/harness/seat_agreement.rs"]
mod seat_agreement;
mod stage;
