//! The port to a payment provider: what is asked, and what an answer can mean.
//!
//! An outcome says what is known, not what the HTTP status was: an answer that never came, or
//! came garbled, is unknown, and unknown is never failed.

use std::future::Future;
use std::pin::Pin;

use frontrow_shared::money::{Currency, Money};
use time::OffsetDateTime;

/// A pending answer of a provider.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A request to take the money that the buyer has authorised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirm {
    /// The provider's name of the payment.
    pub payment_key: String,
    /// Our name of the attempt at the provider.
    pub provider_order_id: String,
    /// Minor units.
    pub amount: i64,
    /// Same key, same answer.
    pub idempotency_key: String,
}

/// A request to give money back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancel {
    /// The provider's name of the payment.
    pub payment_key: String,
    /// How much; nothing for the whole of a payment whose money never came.
    pub part: Option<Part>,
    /// Why; holds the id of the refund, by which [`Reversal`] is found again.
    pub reason: String,
    /// Same key, same answer.
    pub idempotency_key: String,
}

/// How much to give back, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Minor units to give back.
    pub amount: i64,
    /// What could be given back before: the provider refuses if it is something else.
    pub balance_before: i64,
}

/// How a payment stands at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentStatus {
    /// Not approved yet, by the buyer or by us.
    Open,
    /// Waits for the buyer to send the money to an account.
    WaitingForDeposit,
    /// The money was taken.
    Done,
    /// The money was taken, and some or all of it given back.
    Reversed,
    /// Refused; no money moved.
    Aborted,
    /// Ran out; no money moved.
    Expired,
    /// Something that this version does not know.
    Other,
}

/// Money given back, as the provider lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    /// Minor units.
    pub amount: i64,
    /// The reason that we sent.
    pub reason: String,
    /// The provider's name of it.
    pub transaction_key: String,
    /// Whether the money is on its way; not so while an asynchronous one is undecided.
    pub done: bool,
}

/// A payment as the provider tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The provider's name of it.
    pub payment_key: String,
    /// Our name of the attempt.
    pub provider_order_id: String,
    /// How it stands.
    pub status: PaymentStatus,
    /// Minor units that were approved.
    pub total: i64,
    /// Minor units that could still be given back.
    pub balance: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// How the buyer paid, in the provider's words.
    pub method: Option<String>,
    /// When the money was taken.
    pub approved_at: Option<OffsetDateTime>,
    /// A receipt for the buyer.
    pub receipt_url: Option<String>,
    /// What was given back.
    pub reversals: Vec<Reversal>,
    /// Why it was refused.
    pub failure: Option<Failure>,
}

impl Payment {
    /// Whether money of it is with us: it was taken, and not all of it has gone back.
    #[must_use]
    pub fn holds_money(&self) -> bool {
        matches!(self.status, PaymentStatus::Done | PaymentStatus::Reversed) && self.balance > 0
    }

    /// An amount of it, for people.
    #[must_use]
    pub fn shown(&self, minor: i64) -> String {
        match Currency::from_code(&self.currency) {
            Some(currency) => Money { minor, currency }.to_string(),
            None => format!("{minor} {}", self.currency),
        }
    }

    /// Whether all of it went back, or was called off before the money came.
    #[must_use]
    pub fn is_called_off(&self) -> bool {
        self.status == PaymentStatus::Reversed && self.balance == 0
    }
}

/// The provider's or the connection's word on what went wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Failure {
    /// The provider's code, or ours in lower case when it gave none.
    pub code: String,
    /// Its message, for support.
    pub message: String,
}

/// What became of a confirm or a cancel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was carried out, now or before under the same key.
    Answered(Payment),
    /// Refused for good: this call moved no money. An earlier one may have.
    Refused(Failure),
    /// The provider has no session for the payment.
    SessionGone(Failure),
    /// Payment, order and amount do not belong together. The buyer names the payment and opens
    /// the provider's window with a public key, so it is no sign that our settings are wrong.
    Mismatched(Failure),
    /// No answer, or the first try is still running: ask again with the same key.
    NoAnswer(Failure),
    /// It may or may not have been carried out, and the same key would only repeat this answer:
    /// read the payment before anything else.
    Unclear(Failure),
    /// As `Unclear`, and our keys or settings are wrong: a person has to look.
    Misconfigured(Failure),
}

/// What became of a read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// The payment.
    Found(Payment),
    /// The provider does not know it.
    NotFound,
    /// No answer that can be understood.
    NoAnswer(Failure),
}

/// A payment provider.
pub trait Provider: Send + Sync {
    /// Its name in the database.
    fn name(&self) -> &'static str;

    /// Takes the money.
    fn confirm<'a>(&'a self, request: &'a Confirm) -> Pending<'a, Outcome>;

    /// Reads by the provider's name of the payment.
    fn read<'a>(&'a self, payment_key: &'a str) -> Pending<'a, Reading>;

    /// Reads by our name of the attempt.
    fn read_by_order<'a>(&'a self, provider_order_id: &'a str) -> Pending<'a, Reading>;

    /// Gives money back.
    fn cancel<'a>(&'a self, request: &'a Cancel) -> Pending<'a, Outcome>;
}
