//! Paying: the port to providers, what their answers mean, and the rows of attempts, refunds
//! and webhooks.
//!
//! The order of steps around money is `orders::pay` and `orders::refund`, which own the
//! transactions; here is what they stand on.

pub mod attempts;
pub mod comparing;
pub mod confirming;
pub mod history;
pub mod inbox;
pub(crate) mod lease;
pub mod provider;
pub mod refunding;
pub mod refunds;
pub mod toss;
pub mod transition;
pub mod verdict;
