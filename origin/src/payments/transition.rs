//! The states of an attempt and of a refund, and the moves between them.

use std::str::FromStr;

/// A state that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the state {0:?} is unknown to this version")]
pub struct UnknownState(String);

macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every state.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in the database and the API.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl FromStr for $name {
            type Err = UnknownState;

            fn from_str(text: &str) -> Result<Self, UnknownState> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => Err(UnknownState(text.to_owned())),
                }
            }
        }
    };
}

states! {
    /// Where one try at paying stands.
    AttemptState {
        /// The browser was told how to pay.
        Created = "created",
        /// The buyer is known to be at the provider.
        Redirected = "redirected",
        /// The provider has been or is being asked for the money.
        Confirming = "confirming",
        /// The money is ours.
        Captured = "captured",
        /// The buyer was given an account to send the money to.
        AwaitingDeposit = "awaiting_deposit",
        /// The deposit never came.
        Lapsed = "lapsed",
        /// The provider refused, definitely.
        Declined = "declined",
        /// The provider's session ended without money moving.
        Expired = "expired",
    }
}

states! {
    /// Where money that goes back stands.
    RefundState {
        /// Decided, not sent yet.
        Requested = "requested",
        /// On its way to the provider.
        Sending = "sending",
        /// The provider has given it back.
        Done = "done",
        /// The provider refused, definitely.
        Failed = "failed",
        /// Nobody knows yet whether the provider has given it back.
        Unknown = "unknown",
    }
}

impl AttemptState {
    /// Whether an attempt may go from here to `to` in one move.
    #[must_use]
    pub fn may_become(self, to: Self) -> bool {
        use AttemptState as S;
        match self {
            S::Created => {
                matches!(to, S::Redirected | S::Confirming | S::Declined | S::Expired)
            }
            S::Redirected => matches!(to, S::Confirming | S::Declined | S::Expired),
            S::Confirming => {
                matches!(to, S::Captured | S::AwaitingDeposit | S::Declined | S::Expired)
            }
            S::AwaitingDeposit => matches!(to, S::Captured | S::Lapsed),
            S::Captured | S::Lapsed | S::Declined | S::Expired => false,
        }
    }
}

impl RefundState {
    /// Whether a refund may go from here to `to` in one move.
    #[must_use]
    pub fn may_become(self, to: Self) -> bool {
        use RefundState as S;
        match self {
            S::Requested => matches!(to, S::Sending),
            S::Sending => matches!(to, S::Done | S::Failed | S::Unknown),
            S::Unknown => matches!(to, S::Sending | S::Done | S::Failed),
            S::Done | S::Failed => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for state in AttemptState::ALL {
            assert_eq!(state.as_str().parse(), Ok(*state));
        }
        for state in RefundState::ALL {
            assert_eq!(state.as_str().parse(), Ok(*state));
        }
        assert!("paid".parse::<AttemptState>().is_err());
    }

    #[test]
    fn captured_money_stays_captured_and_comes_only_after_asking() {
        for &to in AttemptState::ALL {
            assert!(!AttemptState::Captured.may_become(to));
            let leads = to.may_become(AttemptState::Captured);
            assert_eq!(
                leads,
                matches!(to, AttemptState::Confirming | AttemptState::AwaitingDeposit)
            );
        }
    }

    #[test]
    fn what_is_unknown_is_never_an_end() {
        for &state in RefundState::ALL {
            let ends = RefundState::ALL.iter().all(|&to| !state.may_become(to));
            assert_eq!(ends, matches!(state, RefundState::Done | RefundState::Failed));
        }
    }
}
