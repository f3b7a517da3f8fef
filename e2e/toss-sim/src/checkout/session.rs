//! What the buyer does in a checkout, whether by the page's buttons or through `/_sim`.

use reqwest::Url;

use super::opening::{Proposal, ProposalError};
use super::redirect;
use crate::errors::{Code, TossError};
use crate::payment::{BookFull, Opening, Payment, Status, announce, new_payment_key};
use crate::state::Sim;

/// Why a checkout cannot be opened or used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SessionError {
    #[error("{0}")]
    Proposal(#[from] ProposalError),
    #[error("{0}")]
    Full(#[from] BookFull),
    #[error("this order has been paid already; open the checkout with a new orderId")]
    OrderPaid,
    #[error("there is no payment under this key; open a checkout first")]
    Unknown,
    #[error("this checkout is over (the payment is {}); open a new one", .0.as_str())]
    Over(Status),
}

/// Opens a checkout and returns its payment key.
///
/// # Errors
/// For a bad proposal, an order that was approved before, or a full simulator.
pub(crate) fn open(sim: &Sim, proposal: Proposal) -> Result<String, SessionError> {
    let opening = Opening::try_from(proposal)?;
    sim.with(|world, now| {
        if world.book.approved(&opening.order_id).is_some() {
            return Err(SessionError::OrderPaid);
        }
        let mut key = new_payment_key(now);
        while world.book.get(&key).is_some() {
            key = new_payment_key(now);
        }
        world.book.add(Payment::open(key.clone(), opening, now))?;
        Ok(key)
    })
}

/// The buyer authenticates: READY → IN_PROGRESS, and the way back to the shop. A second press
/// leads there again and changes nothing.
///
/// # Errors
/// For an unknown key, or a checkout that is over.
pub(crate) fn authenticate(sim: &Sim, key: &str) -> Result<Url, SessionError> {
    sim.with(|world, now| {
        let authenticated = world.book.change(key, |payment| {
            if payment.status == Status::Ready && payment.move_to(Status::InProgress).is_ok() {
                payment.authenticated_at = Some(now);
            }
            match payment.status {
                Status::InProgress => Ok(redirect::success(payment)),
                status => Err(SessionError::Over(status)),
            }
        });
        authenticated.unwrap_or(Err(SessionError::Unknown))
    })
}

/// The card company refuses in the checkout: READY → IN_PROGRESS → ABORTED with its webhook.
///
/// # Errors
/// For an unknown key, or a checkout that is not open any more.
pub(crate) fn decline(sim: &Sim, key: &str) -> Result<Url, SessionError> {
    let refusal = TossError::from(Code::RejectCardCompany);
    sim.with(|world, now| {
        let declined = world.book.change(key, |payment| {
            if payment.status != Status::Ready {
                return Err(SessionError::Over(payment.status));
            }
            payment
                .move_to(Status::InProgress)
                .and_then(|()| payment.fail(Status::Aborted, refusal.into()))
                .map_err(|_| SessionError::Over(payment.status))?;
            Ok(redirect::refused(payment, refusal))
        });
        let back = declined.unwrap_or(Err(SessionError::Unknown))?;
        announce(world, key, now);
        Ok(back)
    })
}

/// The buyer closes the checkout: nothing changes and nothing is sent.
///
/// # Errors
/// For an unknown key.
pub(crate) fn close(sim: &Sim, key: &str) -> Result<Url, SessionError> {
    sim.with(|world, _| world.book.get(key).map(redirect::closed).ok_or(SessionError::Unknown))
}
