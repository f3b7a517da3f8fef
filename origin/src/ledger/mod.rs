//! The books: double-entry, append-only, balanced in every entry.

pub mod posting;
mod store;
pub mod view;

pub use posting::{Amounts, Occasion, Posting};
pub use store::{is_sold, of_order, post};
