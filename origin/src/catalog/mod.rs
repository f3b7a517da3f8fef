//! What is on: venues with their seats, events, performances with grades and prices, and the
//! windows in which they are sold.
//!
//! Buyers read it through the edge's cache; staff enter it on the internal listener. A venue's
//! seating becomes a performance's own seats when the performance is entered, and both are
//! fixed from then on: a seat number means the same seat for ever.

pub mod entry;
pub mod grading;
pub mod grid;
pub mod plan;
pub mod seating;
pub mod window;

pub use entry::EntryError;
pub use plan::{Plan, PlanRow, PlanSection};
pub use window::{Presale, SaleStatus, SaleWindow, WindowError};
