//! What Toss's codes mean.
//!
//! The code decides, not the HTTP status: `PROVIDER_ERROR` is a 400 and passes, a declined card
//! is a 403 and does not. A code that is not listed is unclear.

use crate::payments::provider::{Failure, Outcome};

/// The keys or the request are ours to mend.
const MISCONFIGURED: &[&str] = &[
    "UNAUTHORIZED_KEY",
    "INVALID_API_KEY",
    "INCORRECT_BASIC_AUTH_FORMAT",
    "FORBIDDEN_REQUEST",
    "INVALID_IDEMPOTENCY_KEY",
    "INVALID_REQUEST",
];

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
    if failure.code == "NOT_FOUND_PAYMENT_SESSION" {
        return Outcome::SessionGone(failure);
    }
    error(status, failure, DECLINED)
}

/// What an error answer to a cancel means.
pub(super) fn cancel_error(status: u16, failure: Failure) -> Outcome {
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
mod tests {
    use super::*;

    fn failure(code: &str) -> Failure {
        Failure { code: code.to_owned(), message: String::new() }
    }

    #[test]
    fn the_code_decides_and_not_the_status() {
        type Is = fn(&Outcome) -> bool;
        let rows: &[(u16, &str, Is)] = &[
            (400, "PROVIDER_ERROR", |o| matches!(o, Outcome::Unclear(_))),
            (400, "ALREADY_PROCESSED_PAYMENT", |o| matches!(o, Outcome::Unclear(_))),
            (400, "SOMETHING_NEW", |o| matches!(o, Outcome::Unclear(_))),
            (500, "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING", |o| {
                matches!(o, Outcome::Unclear(_))
            }),
            (502, "", |o| matches!(o, Outcome::Unclear(_))),
            (403, "REJECT_CARD_PAYMENT", |o| matches!(o, Outcome::Refused(_))),
            (500, "REJECT_CARD_PAYMENT", |o| matches!(o, Outcome::Unclear(_))),
            (400, "BELOW_MINIMUM_AMOUNT", |o| matches!(o, Outcome::Refused(_))),
            (409, "IDEMPOTENT_REQUEST_PROCESSING", |o| matches!(o, Outcome::NoAnswer(_))),
            (429, "", |o| matches!(o, Outcome::NoAnswer(_))),
            (404, "NOT_FOUND_PAYMENT_SESSION", |o| matches!(o, Outcome::SessionGone(_))),
            (404, "NOT_FOUND_PAYMENT", |o| matches!(o, Outcome::Unclear(_))),
            (401, "UNAUTHORIZED_KEY", |o| matches!(o, Outcome::Misconfigured(_))),
        ];
        for (status, code, is) in rows {
            let outcome = confirm_error(*status, failure(code));
            assert!(is(&outcome), "{status} {code}: {outcome:?}");
        }
    }

    #[test]
    fn a_cancel_that_may_have_run_before_is_never_refused() {
        for code in
            ["ALREADY_CANCELED_PAYMENT", "NOT_CANCELABLE_AMOUNT", "NOT_MATCHES_REFUNDABLE_AMOUNT"]
        {
            let outcome = cancel_error(403, failure(code));
            assert!(matches!(outcome, Outcome::Unclear(_)), "{code}");
        }
        assert!(matches!(cancel_error(403, failure("EXCEED_MAX_REFUND_DUE")), Outcome::Refused(_)));
    }
}
