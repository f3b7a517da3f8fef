//! Coupons: what they take off, which one an order gets, and who has a right to use one.
//!
//! A grant is reserved by an order and consumed by the sale, each time in the transaction of
//! the order; what becomes of the order decides what becomes of the grant.

pub mod choice;
mod error;
pub mod kinds;
pub mod routes;
pub mod service;
pub mod staff_routes;
mod store;
mod view;
pub mod words;

pub use error::CouponError;
pub use store::{consume, release, reserve, revoke_unused, usable};
pub use view::{CouponEntry, CouponView, GrantView};
