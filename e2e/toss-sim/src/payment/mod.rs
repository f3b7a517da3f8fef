//! Payments: their life from an opened checkout to the last refund, and the four calls a
//! merchant makes: confirm, cancel, read by payment key, read by order id.
//!
//! `status`, `windows`, `tax`, `confirm` and `cancel` are pure rules; `book` keeps the payments;
//! `execute` applies a rule to the world with its ledger entry and webhook; `call` is the order
//! in which every call is let in, spoiled, executed and remembered; `wire` is the JSON.

mod book;
mod call;
mod cancel;
mod confirm;
mod execute;
mod ids;
mod record;
mod routes;
mod status;
mod tax;
mod windows;
mod wire;

pub(crate) use book::{Book, BookFull};
pub(crate) use call::Reply;
pub(crate) use confirm::is_order_id;
pub(crate) use execute::{announce, deposit, deposit_error, expire_overdue};
pub(crate) use ids::{new_payment_key, new_transmission_id};
pub(crate) use record::{Method, Opening, Payment};
pub(crate) use routes::routes;
pub(crate) use status::Status;
pub(crate) use wire::checkout_url;
