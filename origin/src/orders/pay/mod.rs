//! Taking the money, in three steps.
//!
//! 1. `claim`, a transaction: order, person and amount are compared with our own row, and if the
//!    order is still to be paid and in time, the attempt becomes confirming with a stored
//!    idempotency key and a lease, and the seats claimed.
//! 2. `settle`, in a detached task with no transaction open: the provider is asked until it is
//!    known what became of the money.
//! 3. `finish`, a transaction: captured, confirmed, sold, ticketed, booked, all at once; or the
//!    seats go back to reserved until the same deadline.
//!
//! Return page, webhook and reconciler all go through `settle`.

mod claim;
mod comeback;
mod declined;
mod finish;
mod found;
pub mod settle;
mod start;
pub mod webhook;
mod webhook_routes;

pub use comeback::{PayReturn, pay_return};
pub use declined::{PayFail, pay_fail};
pub(super) use finish::complete;
pub use start::{Attempt, start};
pub use webhook_routes::routes as webhook_routes;
