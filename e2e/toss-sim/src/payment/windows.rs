//! The two windows: 30 minutes for the buyer to authenticate, then 10 for the merchant to
//! confirm.

use super::{Payment, Status};
use crate::clock::UnixMillis;

/// From the opening of the checkout to the buyer's authentication.
pub(crate) const CHECKOUT_MS: i64 = 30 * 60 * 1000;
/// From the buyer's authentication to the merchant's confirm.
pub(crate) const CONFIRM_MS: i64 = 10 * 60 * 1000;

/// The moment at which the payment expires unless it moves on; `None` when no window is open.
pub(crate) fn deadline(payment: &Payment) -> Option<UnixMillis> {
    match payment.status {
        Status::Ready => Some(payment.requested_at + CHECKOUT_MS),
        Status::InProgress => payment.authenticated_at.map(|at| at + CONFIRM_MS),
        _ => None,
    }
}
