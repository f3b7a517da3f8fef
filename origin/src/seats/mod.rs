//! Seats: who may have which seat of a performance for how long.
//!
//! Two stores, two jobs. Redis is the fast filter: holds and the map, by the scripts in `lua/`.
//! PostgreSQL is the truth from order creation on: `performance_seats`. Redis follows
//! PostgreSQL, never the other way, so it may be wiped at any moment and only holds without an
//! order are lost.

pub mod keys;
pub mod model;
pub mod record;
pub mod scripts;
