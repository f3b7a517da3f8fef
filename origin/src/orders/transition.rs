//! The states of an order and the moves between them.

use std::fmt;
use std::str::FromStr;

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderState {
    /// The quote is frozen, the seats are reserved, nothing has been charged.
    AwaitingPayment,
    /// The provider has been or is being asked for the money; only its answer leads on.
    Confirming,
    /// Paid; the tickets are issued.
    Confirmed,
    /// Some tickets were given back.
    PartiallyRefunded,
    /// All tickets were given back.
    Refunded,
    /// The buyer was given an account to send the money to.
    AwaitingDeposit,
    /// Not paid in time.
    Expired,
    /// Called off before it was paid.
    Cancelled,
    /// A person has to look at it.
    NeedsReview,
}

/// Every state, for walks over the machine.
pub const ALL: [OrderState; 9] = [
    OrderState::AwaitingPayment,
    OrderState::Confirming,
    OrderState::Confirmed,
    OrderState::PartiallyRefunded,
    OrderState::Refunded,
    OrderState::AwaitingDeposit,
    OrderState::Expired,
    OrderState::Cancelled,
    OrderState::NeedsReview,
];

/// A state that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the order state {0:?} is unknown to this version")]
pub struct UnknownState(String);

impl OrderState {
    /// Its name in the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingPayment => "awaiting_payment",
            Self::Confirming => "confirming",
            Self::Confirmed => "confirmed",
            Self::PartiallyRefunded => "partially_refunded",
            Self::Refunded => "refunded",
            Self::AwaitingDeposit => "awaiting_deposit",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::NeedsReview => "needs_review",
        }
    }

    /// Whether an order may go from here to `to` in one move.
    ///
    /// Confirming goes back to awaiting payment when the provider has definitely declined, and
    /// never to expired or cancelled: while money may have moved, no clock ends an order. Nothing
    /// leads to what is not built yet: deposits, and tickets that are given back one by one.
    #[must_use]
    pub fn may_become(self, to: Self) -> bool {
        use OrderState as S;
        match self {
            S::AwaitingPayment => matches!(to, S::Confirming | S::Expired | S::Cancelled),
            S::Confirming => {
                matches!(to, S::Confirmed | S::AwaitingPayment | S::NeedsReview)
            }
            S::AwaitingDeposit => {
                matches!(to, S::Confirmed | S::Expired | S::Cancelled | S::NeedsReview)
            }
            S::Confirmed | S::PartiallyRefunded => matches!(to, S::Refunded | S::NeedsReview),
            S::NeedsReview => matches!(to, S::Confirmed | S::Refunded | S::Cancelled),
            S::Refunded | S::Expired | S::Cancelled => false,
        }
    }
}

impl fmt::Display for OrderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for OrderState {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        ALL.into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| UnknownState(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_read_back() {
        for state in ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        assert!("paid".parse::<OrderState>().is_err());
    }

    /// Seats, grant and limit have been given back in these.
    const ENDS: [OrderState; 3] =
        [OrderState::Refunded, OrderState::Expired, OrderState::Cancelled];

    #[test]
    fn an_end_is_an_end_and_every_other_state_leads_to_one() {
        for state in ALL {
            let ends = ALL.into_iter().all(|to| !state.may_become(to));
            assert_eq!(ends, ENDS.contains(&state), "{state}");
            let mut reached = vec![state];
            while let Some(next) = ALL
                .into_iter()
                .find(|to| !reached.contains(to) && reached.iter().any(|from| from.may_become(*to)))
            {
                reached.push(next);
            }
            assert!(reached.iter().any(|end| ENDS.contains(end)), "{state}");
        }
    }

    proptest! {
        /// Whatever is asked for in whatever order: once money may have moved, an order ends
        /// only through the provider's answer or a person.
        #[test]
        fn money_never_expires(wishes in prop::collection::vec(0usize..ALL.len(), 0..40)) {
            let mut state = OrderState::AwaitingPayment;
            for wish in wishes {
                let to = ALL[wish];
                if !state.may_become(to) {
                    continue;
                }
                let paid = matches!(
                    state,
                    OrderState::Confirming | OrderState::Confirmed | OrderState::PartiallyRefunded
                );
                prop_assert!(!(paid && matches!(to, OrderState::Expired | OrderState::Cancelled)));
                prop_assert!(to != OrderState::Confirmed || state != OrderState::AwaitingPayment);
                state = to;
            }
        }
    }
}
