//! What is on: venues with their seats, events, performances with grades and prices, and the
//! windows in which they are sold.
//!
//! Buyers read it through the edge's cache; staff enter it on the internal listener. A venue's
//! seating becomes a performance's own seats when the performance is entered, and both are
//! fixed from then on: a seat number means the same seat for ever.

mod caption;
pub mod cursor;
pub mod drafts;
pub mod entries;
pub mod entry;
pub mod error;
pub mod grading;
pub mod grid;
pub mod plan;
pub mod plans;
mod recent;
pub mod routes;
mod search;
pub mod seating;
mod served;
pub mod service;
pub mod show;
pub mod staff_reading;
pub mod staff_routes;
pub mod staff_sales_service;
pub mod staff_service;
mod store;
pub mod window;

pub use caption::Caption;
pub use error::CatalogError;
pub use plan::{Plan, PlanRow, PlanSection};
pub use recent::Recent;
pub use show::{Grade, SaleInfo};
pub use window::{Presale, SaleStatus, SaleWindow, WindowError};
