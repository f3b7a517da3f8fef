//! What an answer of the provider means for our attempt: pure.
//!
//! *Not approved* is final only when the provider refused for good, when the payment is aborted,
//! expired or called off, or when there is no session or no such payment. Where something was
//! tried before, no answer is believed without a read: one under the same key may be a replay of
//! how things once were, and a refusal may follow a try that was carried out. All else is unknown
//! and asked again.

use super::provider::{Failure, Outcome, Payment, PaymentStatus, Reading, Reversal};

/// What we asked to be charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The provider's name of the payment.
    pub payment_key: String,
    /// Our name of the attempt.
    pub provider_order_id: String,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: String,
}

/// What to do about an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The money was taken, and it is the money that we asked for.
    Captured(Payment),
    /// Refused for good.
    Declined(Failure),
    /// Ran out without money moving.
    Expired(Failure),
    /// Money moved, but not the money that we asked for: a person has to look.
    Review(String),
    /// The buyer was given an account to send the money to, which is not offered: call it off,
    /// then read.
    CallOff,
    /// Read the payment.
    Read {
        /// What is in doubt.
        doubt: Doubt,
        /// What the provider said.
        failure: Failure,
    },
    /// Ask again with the same key.
    SameKey(Failure),
    /// It is not approved: ask again with the next key, as the old one repeats the old answer.
    NextKey(Failure),
}

/// Why the payment is read: what the answer to a confirm left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Whether anything happened at all.
    Unclear,
    /// It was refused for good, but something had been tried before.
    Refused,
    /// The provider has no session for it, now.
    NoSession,
    /// Payment, order and amount do not belong together.
    Mismatched,
    /// Our keys or settings were refused.
    Misconfigured,
}

/// The window was opened for another amount than the order's.
pub const OTHER_AMOUNT: &str = "amount_mismatch";
/// The payment is that of another order, or of another shop.
pub const OTHER_PAYMENT: &str = "payment_mismatch";
/// The buyer chose a way of paying that is not sold.
pub const METHOD_NOT_OFFERED: &str = "method_not_offered";

fn ours_to_say(code: &str, message: &str) -> Failure {
    Failure { code: code.to_owned(), message: message.to_owned() }
}

/// Why an attempt ends that the buyer began with an account to pay into.
#[must_use]
pub fn not_offered() -> Failure {
    ours_to_say(METHOD_NOT_OFFERED, "paying into an account is not offered; it was called off")
}

/// What the answer to a confirm means. `tried`: the provider had been asked before, by whomever.
#[must_use]
pub fn of_confirm(expected: &Expected, outcome: Outcome, tried: bool) -> Verdict {
    let read = |doubt, failure| Verdict::Read { doubt, failure };
    match outcome {
        Outcome::NoAnswer(failure) => Verdict::SameKey(failure),
        Outcome::Answered(_) if tried => read(
            Doubt::Unclear,
            ours_to_say("replayed", "the answer may be that to an earlier question"),
        ),
        Outcome::Answered(payment) => {
            let cause = ours_to_say("not_approved", "the payment is still open after a confirm");
            of_payment(expected, payment, cause, Doubt::Unclear, false)
        }
        Outcome::Refused(failure) if tried => read(Doubt::Refused, failure),
        Outcome::Refused(failure) => Verdict::Declined(failure),
        Outcome::SessionGone(failure) => read(Doubt::NoSession, failure),
        Outcome::Mismatched(failure) => read(Doubt::Mismatched, failure),
        Outcome::Unclear(failure) => read(Doubt::Unclear, failure),
        Outcome::Misconfigured(failure) => read(Doubt::Misconfigured, failure),
    }
}

/// What a read means that was made because of `cause`. `time_over`: the time in which the payment
/// could have been confirmed is over.
///
/// Money moves by our confirm alone. So a confirm that was refused, and a payment that is not
/// approved, are the end of it, whoever else holds the window open.
#[must_use]
pub fn of_reading(
    expected: &Expected,
    reading: Reading,
    cause: Failure,
    doubt: Doubt,
    time_over: bool,
) -> Verdict {
    match reading {
        Reading::Found(payment) if is_ours(expected, &payment) => {
            of_payment(expected, payment, cause, doubt, time_over)
        }
        // The buyer names the payment. That of another order is never approved for ours.
        Reading::Found(_) => {
            Verdict::Declined(ours_to_say(OTHER_PAYMENT, "the payment is that of another order"))
        }
        Reading::NotFound => match doubt {
            Doubt::Refused => Verdict::Declined(cause),
            Doubt::NoSession => Verdict::Expired(cause),
            Doubt::Mismatched => {
                Verdict::Declined(Failure { code: OTHER_PAYMENT.to_owned(), ..cause })
            }
            Doubt::Unclear | Doubt::Misconfigured if time_over => Verdict::Expired(cause),
            Doubt::Unclear | Doubt::Misconfigured => Verdict::NextKey(cause),
        },
        Reading::NoAnswer(_) => Verdict::SameKey(cause),
    }
}

/// Whether our own keys or settings are to blame, so that a person has to be called: never for
/// what a buyer can bring about.
#[must_use]
pub fn blames_us(expected: &Expected, doubt: Doubt, reading: &Reading) -> bool {
    match doubt {
        Doubt::Misconfigured => true,
        Doubt::Mismatched => matches!(reading, Reading::Found(payment)
            if is_ours(expected, payment)
                && payment.status == PaymentStatus::Open
                && is_the_money(expected, payment)),
        Doubt::Unclear | Doubt::Refused | Doubt::NoSession => false,
    }
}

/// Whether the provider speaks of the payment that we asked about.
#[must_use]
pub fn is_ours(expected: &Expected, payment: &Payment) -> bool {
    payment.payment_key == expected.payment_key
        && payment.provider_order_id == expected.provider_order_id
}

/// Whether the payment is over the money that we ask for.
#[must_use]
pub fn is_the_money(expected: &Expected, payment: &Payment) -> bool {
    payment.total == expected.amount && payment.currency == expected.currency
}

fn of_payment(
    expected: &Expected,
    payment: Payment,
    cause: Failure,
    doubt: Doubt,
    time_over: bool,
) -> Verdict {
    if !is_ours(expected, &payment) {
        return Verdict::Review("the provider answered about another payment".to_owned());
    }
    match payment.status {
        PaymentStatus::Done if is_the_money(expected, &payment) => Verdict::Captured(payment),
        PaymentStatus::Done => Verdict::Review(format!(
            "{} was charged instead of {} {}: give it back",
            payment.shown(payment.total),
            expected.amount,
            expected.currency
        )),
        PaymentStatus::Reversed if payment.balance == 0 => Verdict::Declined(ours_to_say(
            "called_off",
            "the payment was cancelled at the provider before it paid the order",
        )),
        PaymentStatus::Reversed => Verdict::Review(format!(
            "{} of {} is left of a payment that was cancelled in part at the provider before it \
             paid the order: give the rest back",
            payment.shown(payment.balance),
            payment.shown(payment.total)
        )),
        PaymentStatus::WaitingForDeposit => Verdict::CallOff,
        PaymentStatus::Aborted => Verdict::Declined(payment.failure.unwrap_or(cause)),
        PaymentStatus::Expired => Verdict::Expired(payment.failure.unwrap_or(cause)),
        PaymentStatus::Open => match doubt {
            Doubt::Refused => Verdict::Declined(cause),
            Doubt::NoSession => Verdict::Expired(cause),
            Doubt::Mismatched if is_the_money(expected, &payment) => Verdict::Declined(cause),
            Doubt::Mismatched => Verdict::Declined(ours_to_say(
                OTHER_AMOUNT,
                "the window was opened for another amount than the order's",
            )),
            Doubt::Unclear | Doubt::Misconfigured => Verdict::NextKey(cause),
        },
        PaymentStatus::Other if time_over => Verdict::Review(
            "the provider calls the payment something that we do not know: look at it there"
                .to_owned(),
        ),
        PaymentStatus::Other => Verdict::NextKey(cause),
    }
}

/// What to do about a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundVerdict {
    /// The money went back.
    Done(Reversal),
    /// Refused for good.
    Failed(Failure),
    /// All of it is gone, and it was not our refund that took it.
    Gone(Payment, Failure),
    /// Read the payment.
    Read {
        /// Whether it was refused for good after an earlier try.
        refused: bool,
        /// What the provider said.
        failure: Failure,
    },
    /// Ask again with the same key.
    SameKey(Failure),
    /// It did not run: ask with the next key for what is left.
    NextKey(Payment, Failure),
}

/// What the answer to a cancel means; `mark` is what our reason holds. `tried`: the provider had
/// been asked before, by whomever.
#[must_use]
pub fn of_cancel(mark: &str, outcome: Outcome, tried: bool) -> RefundVerdict {
    let read = |failure| RefundVerdict::Read { refused: false, failure };
    match outcome {
        Outcome::Answered(payment) => match ours(mark, &payment) {
            // Even a replayed answer: what once went back does not come again.
            Some(reversal) => RefundVerdict::Done(reversal.clone()),
            None => read(ours_to_say("refund_missing", "the answer does not list our refund")),
        },
        Outcome::Refused(failure) if tried => RefundVerdict::Read { refused: true, failure },
        Outcome::Refused(failure) => RefundVerdict::Failed(failure),
        Outcome::NoAnswer(failure) => RefundVerdict::SameKey(failure),
        Outcome::SessionGone(failure)
        | Outcome::Mismatched(failure)
        | Outcome::Unclear(failure)
        | Outcome::Misconfigured(failure) => read(failure),
    }
}

/// What a read means that was made because of `cause`, a refusal for good or not: codes about
/// amounts and earlier cancels are no proof, our own entry in the list is.
#[must_use]
pub fn of_refund_reading(
    mark: &str,
    reading: Reading,
    cause: Failure,
    refused: bool,
) -> RefundVerdict {
    let Reading::Found(payment) = reading else {
        return RefundVerdict::SameKey(cause);
    };
    match ours(mark, &payment) {
        Some(reversal) => RefundVerdict::Done(reversal.clone()),
        None if payment.reversals.iter().any(|back| !back.done) => RefundVerdict::SameKey(cause),
        None if payment.is_called_off() => RefundVerdict::Gone(payment, cause),
        None if refused => RefundVerdict::Failed(cause),
        None if payment.holds_money() => RefundVerdict::NextKey(payment, cause),
        None => RefundVerdict::SameKey(cause),
    }
}

fn ours<'a>(mark: &str, payment: &'a Payment) -> Option<&'a Reversal> {
    payment.reversals.iter().find(|back| back.done && back.reason.contains(mark))
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
