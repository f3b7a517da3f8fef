//! What an answer of the provider means for our attempt: pure.
//!
//! *Not approved* is final only when the provider refused for good, when the payment is aborted
//! or expired, or when there is no session or no such payment after the time to confirm is over.
//! All else is unknown and asked again.

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
    /// Read the payment; `no_session` when the provider had no session for it.
    Read {
        /// Whether the provider said that there is no session.
        no_session: bool,
        /// What it said.
        failure: Failure,
    },
    /// Ask again with the same key.
    SameKey(Failure),
    /// It is not approved: ask again with the next key, as the old one repeats the old answer.
    NextKey(Failure),
}

/// What the answer to a confirm means.
#[must_use]
pub fn of_confirm(expected: &Expected, outcome: Outcome) -> Verdict {
    match outcome {
        Outcome::Answered(payment) => of_payment(expected, payment, false, &mut || {
            let message = "the payment is still open after a confirm".to_owned();
            Failure { code: "not_approved".to_owned(), message }
        }),
        Outcome::Refused(failure) => Verdict::Declined(failure),
        Outcome::SessionGone(failure) => Verdict::Read { no_session: true, failure },
        Outcome::NoAnswer(failure) => Verdict::SameKey(failure),
        Outcome::Unclear(failure) | Outcome::Misconfigured(failure) => {
            Verdict::Read { no_session: false, failure }
        }
    }
}

/// What a read means that was made because of `cause`. `no_session`: the provider said that there
/// is no session; `time_over`: the time in which one could have been confirmed is over.
///
/// The buyer names the payment: one of another order says nothing about ours, which then is not
/// there.
#[must_use]
pub fn of_reading(
    expected: &Expected,
    reading: Reading,
    cause: Failure,
    no_session: bool,
    time_over: bool,
) -> Verdict {
    match reading {
        Reading::Found(payment) if is_ours(expected, &payment) => {
            let session_over = no_session && time_over;
            of_payment(expected, payment, session_over, &mut || cause.clone())
        }
        Reading::Found(_) | Reading::NotFound if time_over => Verdict::Expired(cause),
        Reading::Found(_) | Reading::NotFound => Verdict::NextKey(cause),
        Reading::NoAnswer(_) => Verdict::SameKey(cause),
    }
}

/// Whether the provider speaks of the payment that we asked about.
#[must_use]
pub fn is_ours(expected: &Expected, payment: &Payment) -> bool {
    payment.payment_key == expected.payment_key
        && payment.provider_order_id == expected.provider_order_id
}

fn of_payment(
    expected: &Expected,
    payment: Payment,
    session_over: bool,
    cause: &mut dyn FnMut() -> Failure,
) -> Verdict {
    if !is_ours(expected, &payment) {
        return Verdict::Review("the provider answered about another payment".to_owned());
    }
    let refusal = |payment: &Payment, cause: &mut dyn FnMut() -> Failure| {
        payment.failure.clone().unwrap_or_else(cause)
    };
    match payment.status {
        PaymentStatus::Done
            if payment.total == expected.amount && payment.currency == expected.currency =>
        {
            Verdict::Captured(payment)
        }
        PaymentStatus::Done => Verdict::Review(format!(
            "{} {} was charged instead of {} {}",
            payment.total, payment.currency, expected.amount, expected.currency
        )),
        PaymentStatus::Reversed => {
            Verdict::Review("the payment was given back at the provider".to_owned())
        }
        PaymentStatus::WaitingForDeposit => {
            Verdict::Review("the provider waits for a deposit, which is not offered".to_owned())
        }
        PaymentStatus::Aborted => Verdict::Declined(refusal(&payment, cause)),
        PaymentStatus::Expired => Verdict::Expired(refusal(&payment, cause)),
        PaymentStatus::Open if session_over => Verdict::Expired(cause()),
        PaymentStatus::Open | PaymentStatus::Other => Verdict::NextKey(cause()),
    }
}

/// What to do about a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundVerdict {
    /// The money went back, under this name.
    Done(String),
    /// Refused for good.
    Failed(Failure),
    /// The money is not there any more, and it was not our refund that took it: a person has to
    /// look.
    Review(Failure),
    /// Read the payment.
    Read(Failure),
    /// Ask again with the same key.
    SameKey(Failure),
    /// It did not run: ask again with the next key.
    NextKey(Failure),
}

/// What the answer to a cancel means; `mark` is what our reason holds.
#[must_use]
pub fn of_cancel(mark: &str, amount: i64, outcome: Outcome) -> RefundVerdict {
    match outcome {
        Outcome::Answered(payment) => match ours(mark, amount, &payment) {
            Some(reversal) => RefundVerdict::Done(reversal.transaction_key.clone()),
            None => RefundVerdict::Read(Failure {
                code: "refund_missing".to_owned(),
                message: "the answer does not list our refund".to_owned(),
            }),
        },
        Outcome::Refused(failure) => RefundVerdict::Failed(failure),
        Outcome::NoAnswer(failure) => RefundVerdict::SameKey(failure),
        Outcome::SessionGone(failure)
        | Outcome::Unclear(failure)
        | Outcome::Misconfigured(failure) => RefundVerdict::Read(failure),
    }
}

/// What a read means that was made because of `cause`: codes about amounts and earlier cancels
/// are no proof, our own entry in the list is.
#[must_use]
pub fn of_refund_reading(
    mark: &str,
    amount: i64,
    reading: Reading,
    cause: Failure,
) -> RefundVerdict {
    let Reading::Found(payment) = reading else {
        return RefundVerdict::SameKey(cause);
    };
    match ours(mark, amount, &payment) {
        Some(reversal) => RefundVerdict::Done(reversal.transaction_key.clone()),
        None if pending(mark, &payment) => RefundVerdict::SameKey(cause),
        None if payment.balance < amount => RefundVerdict::Review(cause),
        None => RefundVerdict::NextKey(cause),
    }
}

fn ours<'a>(mark: &str, amount: i64, payment: &'a Payment) -> Option<&'a Reversal> {
    payment
        .reversals
        .iter()
        .find(|back| back.done && back.amount == amount && back.reason.contains(mark))
}

fn pending(mark: &str, payment: &Payment) -> bool {
    payment.reversals.iter().any(|back| !back.done && back.reason.contains(mark))
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
