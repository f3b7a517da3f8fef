//! What operators rely on: see `docs/OPERATIONS.md`.

mod growth;
mod rolling_restart;
mod runtime_role;
