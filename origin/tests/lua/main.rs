//! The Lua scripts on a real Redis, as a single node and in cluster mode.

mod by_table;
mod differential;
mod headers;
mod races;
#[path = "../it/harness/seat_agreement.rs"]
mod seat_agreement;
mod stage;
