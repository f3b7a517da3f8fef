//! PAYMENT_STATUS_CHANGED: what Toss tells the merchant unasked.
//!
//! It carries no signature and no secret: the merchant must read the payment back. Sent when a
//! payment becomes DONE, ABORTED, EXPIRED, CANCELED or PARTIAL_CANCELED; answered well only by
//! 200 within 10 s; otherwise tried again up the `ladder`, in simulated time.

mod courier;
mod ladder;
mod outbox;

pub(crate) use courier::Courier;
pub(crate) use outbox::{Attempt, Outbox};
