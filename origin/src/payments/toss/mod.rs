//! Toss Payments: REST `/v1/payments`, Basic auth with the secret key.

mod classify;
mod client;
mod wire;

pub use client::{Toss, TossSettings};
