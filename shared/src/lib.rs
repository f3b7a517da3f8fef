//! Pure rules and types that two of edge, core, simulator and browser need.
//!
//! Nothing here reads a clock, draws a random number, does I/O or awaits: `now`, ids and
//! randomness come in as arguments, so every rule can be tested by its inputs alone.
//! Builds for `wasm32-unknown-unknown`.

pub mod id;
pub mod money;
pub mod problem;
pub mod time;
