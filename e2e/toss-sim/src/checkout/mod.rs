//! The buyer's side of Toss: the SDK stand-in that the shop's page loads, the checkout page it
//! leads to, and the redirects back to the shop.
//!
//! The real SDK asks Toss's servers and then navigates; this one navigates at once
//! (`/v2/checkout?…`), so that the shop's page needs no permission to fetch from elsewhere.

mod opening;
mod page;
mod redirect;
mod routes;
mod session;

pub(crate) use opening::Proposal;
pub(crate) use routes::routes;
pub(crate) use session::{SessionError, authenticate, close, decline, open};
