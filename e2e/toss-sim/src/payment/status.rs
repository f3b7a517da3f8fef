//! The status machine of a card payment:
//! `READY → IN_PROGRESS → DONE | ABORTED | EXPIRED`, `READY → EXPIRED`,
//! `DONE → CANCELED | PARTIAL_CANCELED`, and further partial cancels; and of a virtual account:
//! `IN_PROGRESS → WAITING_FOR_DEPOSIT → DONE | CANCELED`, `DONE → WAITING_FOR_DEPOSIT` when the
//! deposit was an error.

use serde::Serialize;

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Status {
    /// The checkout is open; the buyer has not authenticated.
    Ready,
    /// The buyer has authenticated; the merchant may confirm.
    InProgress,
    /// An account is issued; the buyer has not sent the money yet.
    WaitingForDeposit,
    /// Approved: the money has moved.
    Done,
    /// Cancelled whole in one go.
    Canceled,
    /// Cancelled in part. Stays so when further partial cancels empty it.
    PartialCanceled,
    /// Refused by the card company.
    Aborted,
    /// A window passed.
    Expired,
}

impl Status {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "READY",
            Self::InProgress => "IN_PROGRESS",
            Self::WaitingForDeposit => "WAITING_FOR_DEPOSIT",
            Self::Done => "DONE",
            Self::Canceled => "CANCELED",
            Self::PartialCanceled => "PARTIAL_CANCELED",
            Self::Aborted => "ABORTED",
            Self::Expired => "EXPIRED",
        }
    }

    /// Whether the machine has the arrow `self → next`.
    pub(crate) fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Ready, Self::InProgress | Self::Expired)
                | (Self::InProgress, Self::Done | Self::Aborted | Self::Expired)
                | (Self::InProgress | Self::Done, Self::WaitingForDeposit)
                | (Self::WaitingForDeposit, Self::Done | Self::Canceled)
                | (Self::Done, Self::Canceled | Self::PartialCanceled)
                | (Self::PartialCanceled, Self::PartialCanceled)
        )
    }

    /// Whether money ever moved.
    pub(crate) fn was_approved(self) -> bool {
        matches!(self, Self::Done | Self::Canceled | Self::PartialCanceled)
    }
}
