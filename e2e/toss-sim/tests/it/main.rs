//! The simulator over real HTTP, one in-process server a test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the harness may panic like the tests it serves"
)]

mod cancel;
mod checkout;
mod confirm;
mod control;
mod faults;
mod harness;
mod idempotency;
mod webhooks;
mod windows;
