//! What is known of one payment.

use reqwest::Url;
use serde::Deserialize;

use super::Status;
use crate::clock::UnixMillis;
use crate::errors::{Code, TossError};

/// How the buyer pays. The client key is public: the buyer chooses among all that the merchant
/// has switched on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Method {
    /// A card: the money moves with the confirm.
    #[default]
    Card,
    /// An account to send the money to: the confirm issues it.
    VirtualAccount,
}

/// What a checkout is opened with, already validated.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    pub(crate) order_id: String,
    pub(crate) order_name: String,
    /// Won; more than 0.
    pub(crate) amount: i64,
    /// What the buyer pays by.
    pub(crate) method: Method,
    pub(crate) success_url: Url,
    pub(crate) fail_url: Url,
}

/// One payment. Amounts are won.
#[derive(Clone, Debug)]
pub(crate) struct Payment {
    pub(crate) key: String,
    pub(crate) opening: Opening,
    pub(crate) status: Status,
    /// What is not cancelled yet; the whole amount from the start, as Toss shows it.
    pub(crate) balance: i64,
    pub(crate) requested_at: UnixMillis,
    pub(crate) authenticated_at: Option<UnixMillis>,
    pub(crate) approved_at: Option<UnixMillis>,
    /// When the account to pay into was issued.
    pub(crate) issued_at: Option<UnixMillis>,
    /// Of the approval or the latest cancel.
    pub(crate) last_transaction_key: Option<String>,
    pub(crate) cancels: Vec<Cancel>,
    pub(crate) failure: Option<Failure>,
}

/// One cancel of the whole or a part.
#[derive(Clone, Debug)]
pub(crate) struct Cancel {
    pub(crate) amount: i64,
    pub(crate) reason: String,
    /// What was left after this cancel.
    pub(crate) refundable_after: i64,
    pub(crate) at: UnixMillis,
    pub(crate) transaction_key: String,
}

/// Why a payment came to nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
}

impl Payment {
    /// A payment whose checkout has just been opened.
    pub(crate) fn open(key: String, opening: Opening, now: UnixMillis) -> Self {
        Self {
            key,
            status: Status::Ready,
            balance: opening.amount,
            opening,
            requested_at: now,
            authenticated_at: None,
            approved_at: None,
            issued_at: None,
            last_transaction_key: None,
            cancels: Vec::new(),
            failure: None,
        }
    }

    /// Moves along an arrow of the status machine.
    ///
    /// # Errors
    /// 500 for an arrow that does not exist; the rules check before, so it means a bug here.
    pub(crate) fn move_to(&mut self, next: Status) -> Result<(), TossError> {
        if !self.status.may_become(next) {
            tracing::error!(payment_key = %self.key, from = ?self.status, to = ?next, "illegal move");
            return Err(Code::FailedInternal.into());
        }
        self.status = next;
        Ok(())
    }

    /// Ends a payment without approval, and says why.
    pub(crate) fn fail(&mut self, next: Status, failure: Failure) -> Result<(), TossError> {
        self.move_to(next)?;
        self.failure = Some(failure);
        Ok(())
    }
}

impl From<TossError> for Failure {
    fn from(error: TossError) -> Self {
        Self { code: error.code.as_str(), message: error.message }
    }
}
