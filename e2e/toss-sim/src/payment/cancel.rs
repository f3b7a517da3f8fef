//! When a cancel goes through, and what it leaves.

use serde::Deserialize;

use super::record::Cancel;
use super::{Method, Payment, Status};
use crate::clock::UnixMillis;
use crate::errors::{Code, TossError};

/// The longest reason, in characters.
const REASON_CHARS_MAX: usize = 200;
/// Cancels of one payment. Toss's own limit is not published.
const CANCELS_MAX: usize = 1_000;

/// The body of a cancel.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CancelRequest {
    pub(crate) cancel_reason: String,
    /// Won; all that is left if absent.
    pub(crate) cancel_amount: Option<i64>,
    /// Compare-and-set: what the caller believes can still be cancelled.
    pub(crate) refundable_amount: Option<i64>,
    pub(crate) currency: Option<String>,
}

impl CancelRequest {
    /// Reads a body; like Toss's, it may have more fields than are known.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, TossError> {
        let request: Self =
            serde_json::from_slice(body).map_err(|_| TossError::from(Code::InvalidRequest))?;
        let length = request.cancel_reason.chars().count();
        let amount_is_sane = request.cancel_amount.is_none_or(|amount| amount > 0);
        let currency_is_ours = request.currency.as_deref().is_none_or(|code| code == "KRW");
        if length == 0 || length > REASON_CHARS_MAX || !amount_is_sane || !currency_is_ours {
            return Err(Code::InvalidRequest.into());
        }
        Ok(request)
    }
}

/// Gives `payment` back in whole or in part and returns how much.
///
/// The status becomes CANCELED only for the whole in one go; partial cancels stay
/// PARTIAL_CANCELED even at a balance of 0. "Fully cancelled" is `balance == 0`.
///
/// An account that waits for its deposit is called off whole; one that has it needs an account to
/// send it back to.
///
/// # Errors
/// NOT_CANCELABLE_PAYMENT without an approval; ALREADY_CANCELED_PAYMENT after a cancel of the
/// whole; NOT_MATCHES_REFUNDABLE_AMOUNT if `refundableAmount` is not the balance;
/// NOT_CANCELABLE_AMOUNT for more than is left, and for anything once partials emptied it.
pub(crate) fn cancel(
    payment: &mut Payment,
    request: &CancelRequest,
    transaction_key: String,
    now: UnixMillis,
) -> Result<i64, TossError> {
    let all = request.cancel_amount.is_none_or(|amount| amount == payment.balance);
    match payment.status {
        Status::WaitingForDeposit if !all => {
            return Err(Code::NotAllowedPartialRefundWaiting.into());
        }
        Status::WaitingForDeposit => {}
        Status::Canceled => return Err(Code::AlreadyCanceledPayment.into()),
        // Where to a deposit goes back, nobody has said; this simulator takes no account for it.
        status if status.was_approved() && payment.opening.method == Method::VirtualAccount => {
            return Err(Code::InvalidRefundAccountInfo.into());
        }
        status if !status.was_approved() => return Err(Code::NotCancelablePayment.into()),
        _ => {}
    }
    if payment.balance == 0 {
        return Err(Code::NotCancelableAmount.into());
    }
    if request.refundable_amount.is_some_and(|expected| expected != payment.balance) {
        return Err(Code::NotMatchesRefundableAmount.into());
    }
    let amount = request.cancel_amount.unwrap_or(payment.balance);
    if amount > payment.balance {
        return Err(Code::NotCancelableAmount.into());
    }
    if payment.cancels.len() >= CANCELS_MAX {
        return Err(Code::ExceedCancelLimit.into());
    }
    let whole = amount == payment.opening.amount;
    payment.move_to(if whole { Status::Canceled } else { Status::PartialCanceled })?;
    payment.balance -= amount;
    payment.last_transaction_key = Some(transaction_key.clone());
    payment.cancels.push(Cancel {
        amount,
        reason: request.cancel_reason.clone(),
        refundable_after: payment.balance,
        at: now,
        transaction_key,
    });
    Ok(amount)
}
