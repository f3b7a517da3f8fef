//! What Toss's codes mean.
//!
//! The code decides, not the HTTP status: `PROVIDER_ERROR` is a 400 and passes, a declined card
//! is a 403 and does not. A code that is not listed is unclear.

use crate::payments::provider::{Failure, Outcome};

/// Our keys, our contract or our request are wrong, and no buyer can make them so.
const MISCONFIGURED: &[&str] = &[
    "UNAUTHORIZED_KEY",
    "INVALID_API_KEY",
    "INCORRECT_BASIC_AUTH_FORMAT",
    "INVALID_IDEMPOTENCY_KEY",
    "INVALID_UNREGISTERED_SUBMALL",
    "NOT_FOUND_TERMINAL_ID",
];

/// Payment key, order id and amount do not belong together. The buyer brings the key and opens
/// the window with our public one, for whatever amount and order they like.
const MISMATCHED: &[&str] = &[
    "INVALID_REQUEST",
    "FORBIDDEN_REQUEST",
    "NOT_FOUND_PAYMENT",
    "NOT_FOUND",
    "INVALID_ORDER_ID",
    "DUPLICATED_ORDER_ID",
    "UNAPPROVED_ORDER_ID",
];

/// With a cancel all of it comes from us.
const CANCEL_MISCONFIGURED: &[&str] = &["INVALID_REQUEST", "FORBIDDEN_REQUEST"];

/// The card, the account or the bank said no to taking money.
const DECLINED: &[&str] = &[
    "REJECT_ACCOUNT_PAYMENT",
    "REJECT_CARD_PAYMENT",
    "REJECT_CARD_COMPANY",
    "REJECT_TOSSPAY_INVALID_ACCOUNT",
    "INVALID_REJECT_CARD",
    "INVALID_CARD_EXPIRATION",
    "INVALID_STOPPED_CARD",
    "INVALID_CARD_INSTALLMENT_PLAN",
    "INVALID_CARD_LOST_OR_STOLEN",
    "INVALID_CARD_NUMBER",
    "INVALID_PASSWORD",
    "INVALID_ACCOUNT_INFO_RE_REGISTER",
    "INVALID_AUTHORIZE_AUTH",
    "NOT_REGISTERED_BUSINESS",
    "EXCEED_MAX_AUTH_COUNT",
    "EXCEED_MAX_CARD_INSTALLMENT_PLAN",
    "EXCEED_MAX_DAILY_PAYMENT_COUNT",
    "EXCEED_MAX_PAYMENT_AMOUNT",
    "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT",
    "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT",
    "EXCEED_MAX_AMOUNT",
    "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT",
    "EXCEED_MAX_ONE_DAY_AMOUNT",
    "BELOW_MINIMUM_AMOUNT",
    "NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT",
    "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN",
    "NOT_ALLOWED_POINT_USE",
    "NOT_AVAILABLE_PAYMENT",
    "NOT_AVAILABLE_BANK",
    "RESTRICTED_TRANSFER_ACCOUNT",
    "FDS_ERROR",
];

/// The money cannot be given back. Codes about amounts and about payments that were cancelled
/// before are not here: they do not say whether our own refund ran.
const REFUND_REFUSED: &[&str] = &[
    "INVALID_REFUND_ACCOUNT_INFO",
    "INVALID_REFUND_ACCOUNT_NUMBER",
    "INVALID_BANK",
    "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT",
    "REFUND_REJECTED",
    "FORBIDDEN_BANK_REFUND_REQUEST",
    "NOT_CANCELABLE_PAYMENT",
    "EXCEED_MAX_REFUND_DUE",
    "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT",
    "NOT_ALLOWED_PARTIAL_REFUND",
    "NOT_AVAILABLE_BANK",
    "NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER",
    "EXCEED_CANCEL_LIMIT",
];

/// What an error answer to a confirm means.
pub(super) fn confirm_error(status: u16, failure: Failure) -> Outcome {
    let code = failure.code.as_str();
    if code == "NOT_FOUND_PAYMENT_SESSION" {
        Outcome::SessionGone(failure)
    } else if MISMATCHED.contains(&code) && (400..500).contains(&status) {
        Outcome::Mismatched(failure)
    } else {
        error(status, failure, DECLINED)
    }
}

/// What an error answer to a cancel means.
pub(super) fn cancel_error(status: u16, failure: Failure) -> Outcome {
    if CANCEL_MISCONFIGURED.contains(&failure.code.as_str()) {
        return Outcome::Misconfigured(failure);
    }
    error(status, failure, REFUND_REFUSED)
}

fn error(status: u16, failure: Failure, refused: &[&str]) -> Outcome {
    let code = failure.code.as_str();
    if status == 409 || status == 429 || code == "IDEMPOTENT_REQUEST_PROCESSING" {
        Outcome::NoAnswer(failure)
    } else if refused.contains(&code) && status < 500 {
        Outcome::Refused(failure)
    } else if MISCONFIGURED.contains(&code) {
        Outcome::Misconfigured(failure)
    } else {
        Outcome::Unclear(failure)
    }
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
