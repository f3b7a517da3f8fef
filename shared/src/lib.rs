//! Pure rules and types that two of edge, core, simulator and browser need.
//!
//! Nothing here reads a clock, draws a random number, does I/O or awaits: `now`, ids and
//! randomness come in as arguments, so every rule can be tested by its inputs alone.
//! Builds for `wasm32-unknown-unknown`.

pub mod access;
pub mod catalog_query;
pub mod hop;
pub mod id;
pub mod jwks;
mod jws;
pub mod keys;
mod mac;
pub mod money;
pub mod pace;
pub mod pass;
pub mod problem;
pub mod queue_token;
pub mod remembered;
pub mod room;
pub mod route;
pub mod seatmap;
pub mod spelling;
pub mod status;
pub mod subscriber;
pub mod sync;
pub mod time;
