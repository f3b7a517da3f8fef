//! When a confirm is approved.

use serde::Deserialize;

use super::record::Failure;
use super::{Method, Payment, Status};
use crate::clock::UnixMillis;
use crate::config::AmountMismatch;
use crate::errors::{Code, TossError};

/// The longest payment key, in characters.
pub(crate) const PAYMENT_KEY_CHARS_MAX: usize = 200;
/// The least a card can be charged, in won.
const CARD_AMOUNT_MIN: i64 = 100;

/// The body of a confirm.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConfirmRequest {
    pub(crate) payment_key: String,
    pub(crate) order_id: String,
    pub(crate) amount: i64,
}

impl ConfirmRequest {
    /// Reads a body; like Toss's, it may have more fields than are known.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, TossError> {
        let request: Self =
            serde_json::from_slice(body).map_err(|_| TossError::from(Code::InvalidRequest))?;
        if !is_order_id(&request.order_id) {
            return Err(Code::InvalidOrderId.into());
        }
        let length = request.payment_key.chars().count();
        if length == 0 || length > PAYMENT_KEY_CHARS_MAX {
            return Err(Code::InvalidRequest.into());
        }
        Ok(request)
    }
}

/// Whether `text` can be an order id: 6 to 64 of `A-Z a-z 0-9 - _`.
pub(crate) fn is_order_id(text: &str) -> bool {
    (6..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// What the world adds to a request.
pub(crate) struct Approval {
    pub(crate) now: UnixMillis,
    pub(crate) transaction_key: String,
    /// Set when the card company refuses.
    pub(crate) decline: Option<Code>,
    pub(crate) amount_mismatch: AmountMismatch,
}

/// Confirms `payment`: approves it, issues the account to pay into, or refuses and, where the refusal is the card's, aborts it.
///
/// # Errors
/// FORBIDDEN_REQUEST for another order id; ALREADY_PROCESSED_PAYMENT after an approval;
/// NOT_FOUND_PAYMENT_SESSION before authentication and after the windows; the configured code
/// for another amount (which leaves the payment as it is); the card's own refusals.
pub(crate) fn confirm(
    payment: &mut Payment,
    request: &ConfirmRequest,
    approval: Approval,
) -> Result<(), TossError> {
    if request.order_id != payment.opening.order_id {
        return Err(Code::ForbiddenRequest.into());
    }
    if payment.status.was_approved() || payment.status == Status::WaitingForDeposit {
        return Err(Code::AlreadyProcessedPayment.into());
    }
    if payment.status != Status::InProgress {
        return Err(Code::NotFoundPaymentSession.into());
    }
    if request.amount != payment.opening.amount {
        return Err(match approval.amount_mismatch {
            AmountMismatch::InvalidRequest => Code::InvalidRequest,
            AmountMismatch::ForbiddenRequest => Code::ForbiddenRequest,
            AmountMismatch::NotFoundPaymentSession => Code::NotFoundPaymentSession,
        }
        .into());
    }
    let too_small = (payment.opening.amount < CARD_AMOUNT_MIN).then_some(Code::BelowMinimumAmount);
    if let Some(code) = approval.decline.or(too_small) {
        let refusal = TossError::from(code);
        payment.fail(Status::Aborted, Failure::from(refusal))?;
        return Err(refusal);
    }
    if payment.opening.method == Method::VirtualAccount {
        payment.move_to(Status::WaitingForDeposit)?;
        payment.issued_at = Some(approval.now);
        payment.last_transaction_key = Some(approval.transaction_key);
        return Ok(());
    }
    payment.move_to(Status::Done)?;
    payment.approved_at = Some(approval.now);
    payment.last_transaction_key = Some(approval.transaction_key);
    Ok(())
}
