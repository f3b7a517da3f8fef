//! The core against real stores: one binary, one file a capability.

mod door;
mod harness;
mod rooms;
