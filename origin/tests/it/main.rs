//! The core against real stores: one binary, one file a capability.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

mod accounts;
mod api;
mod catalog;
mod classes;
mod door;
mod harness;
mod mail;
mod money;
mod operations;
mod rooms;
mod seats;
mod staff;
mod warmup;
