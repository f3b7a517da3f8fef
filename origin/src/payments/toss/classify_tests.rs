use super::*;

/// What a code comes to.
#[derive(Debug, PartialEq, Eq)]
enum Class {
    /// The buyer's means of payment, or the bank, said no.
    Declined,
    /// What the buyer brought does not belong together.
    Mismatched,
    /// No session.
    Gone,
    /// Ask again under the same key.
    Again,
    /// Read.
    Unclear,
    /// A person is called.
    Ours,
}

fn class(outcome: &Outcome) -> Class {
    match outcome {
        Outcome::Refused(_) => Class::Declined,
        Outcome::Mismatched(_) => Class::Mismatched,
        Outcome::SessionGone(_) => Class::Gone,
        Outcome::NoAnswer(_) => Class::Again,
        Outcome::Unclear(_) => Class::Unclear,
        Outcome::Misconfigured(_) => Class::Ours,
        Outcome::Answered(_) => unreachable!("errors are no answers"),
    }
}

fn look(rows: &[(u16, &str, Class)], of: fn(u16, Failure) -> Outcome) {
    for (status, codes, wanted) in rows {
        for code in codes.split_whitespace() {
            let outcome = of(*status, Failure { code: code.to_owned(), message: String::new() });
            assert_eq!(class(&outcome), *wanted, "{status} {code}");
        }
    }
}

/// Every code that Toss documents for a confirm, with its status.
#[test]
fn the_whole_table_of_confirm() {
    use Class as C;
    look(
        &[
            (
                400,
                "EXCEED_MAX_CARD_INSTALLMENT_PLAN NOT_ALLOWED_POINT_USE INVALID_REJECT_CARD
                 BELOW_MINIMUM_AMOUNT INVALID_CARD_EXPIRATION INVALID_STOPPED_CARD
                 EXCEED_MAX_DAILY_PAYMENT_COUNT NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT
                 INVALID_CARD_INSTALLMENT_PLAN NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN
                 EXCEED_MAX_PAYMENT_AMOUNT INVALID_AUTHORIZE_AUTH INVALID_CARD_LOST_OR_STOLEN
                 RESTRICTED_TRANSFER_ACCOUNT INVALID_CARD_NUMBER NOT_REGISTERED_BUSINESS
                 EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT
                 EXCEED_MAX_AMOUNT INVALID_ACCOUNT_INFO_RE_REGISTER NOT_AVAILABLE_PAYMENT
                 EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT",
                C::Declined,
            ),
            (
                403,
                "REJECT_ACCOUNT_PAYMENT REJECT_CARD_PAYMENT REJECT_CARD_COMPANY
                 REJECT_TOSSPAY_INVALID_ACCOUNT EXCEED_MAX_AUTH_COUNT EXCEED_MAX_ONE_DAY_AMOUNT
                 NOT_AVAILABLE_BANK INVALID_PASSWORD FDS_ERROR",
                C::Declined,
            ),
            (400, "INVALID_REQUEST INVALID_ORDER_ID DUPLICATED_ORDER_ID", C::Mismatched),
            (400, "UNAPPROVED_ORDER_ID", C::Mismatched),
            (403, "FORBIDDEN_REQUEST", C::Mismatched),
            (404, "NOT_FOUND_PAYMENT NOT_FOUND", C::Mismatched),
            (404, "NOT_FOUND_PAYMENT_SESSION", C::Gone),
            (409, "IDEMPOTENT_REQUEST_PROCESSING", C::Again),
            (429, "http_429", C::Again),
            (400, "INVALID_API_KEY NOT_FOUND_TERMINAL_ID INVALID_UNREGISTERED_SUBMALL", C::Ours),
            (400, "INVALID_IDEMPOTENCY_KEY", C::Ours),
            (401, "UNAUTHORIZED_KEY", C::Ours),
            (403, "INCORRECT_BASIC_AUTH_FORMAT", C::Ours),
            (400, "ALREADY_PROCESSED_PAYMENT PROVIDER_ERROR CARD_PROCESSING_ERROR", C::Unclear),
            (500, "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING UNKNOWN_PAYMENT_ERROR", C::Unclear),
            (500, "FAILED_INTERNAL_SYSTEM_PROCESSING REJECT_CARD_PAYMENT", C::Unclear),
            (500, "INVALID_REQUEST", C::Unclear),
            (400, "SOMETHING_NEW", C::Unclear),
            (502, "http_502", C::Unclear),
        ],
        confirm_error,
    );
}

/// Every code that Toss documents for a cancel: what may have been done before is never refused.
#[test]
fn the_whole_table_of_cancel() {
    use Class as C;
    look(
        &[
            (
                400,
                "INVALID_REFUND_ACCOUNT_INFO EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT
                 INVALID_REFUND_ACCOUNT_NUMBER INVALID_BANK REFUND_REJECTED
                 FORBIDDEN_BANK_REFUND_REQUEST",
                C::Declined,
            ),
            (
                403,
                "NOT_CANCELABLE_PAYMENT EXCEED_MAX_REFUND_DUE
                 NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_ALLOWED_PARTIAL_REFUND
                 NOT_AVAILABLE_BANK NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER EXCEED_CANCEL_LIMIT",
                C::Declined,
            ),
            (400, "INVALID_REQUEST", C::Ours),
            (401, "UNAUTHORIZED_KEY", C::Ours),
            (403, "FORBIDDEN_REQUEST INCORRECT_BASIC_AUTH_FORMAT", C::Ours),
            (
                400,
                "ALREADY_CANCELED_PAYMENT NOT_MATCHES_REFUNDABLE_AMOUNT PROVIDER_ERROR
                 ALREADY_REFUND_PAYMENT",
                C::Unclear,
            ),
            (403, "NOT_CANCELABLE_AMOUNT FORBIDDEN_CONSECUTIVE_REQUEST", C::Unclear),
            (404, "NOT_FOUND_PAYMENT", C::Unclear),
            (
                500,
                "FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_REFUND_PROCESS
                 FAILED_METHOD_HANDLING_CANCEL FAILED_PARTIAL_REFUND COMMON_ERROR
                 FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING",
                C::Unclear,
            ),
            (409, "IDEMPOTENT_REQUEST_PROCESSING", C::Again),
        ],
        cancel_error,
    );
}
