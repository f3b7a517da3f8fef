//! Every movement of money, once and for good: what a test compares its own books with.

use serde::Serialize;

use crate::clock::UnixMillis;

/// Which way the money went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Movement {
    /// From the buyer's card.
    Approval,
    /// Back to it.
    Cancel,
}

/// One movement.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    pub(crate) kind: Movement,
    pub(crate) payment_key: String,
    pub(crate) order_id: String,
    /// Always positive, in the currency's minor units.
    pub(crate) amount: i64,
    pub(crate) transaction_key: String,
    /// Unix milliseconds of simulated time.
    pub(crate) at_ms: UnixMillis,
}

/// Sums over the whole ledger, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Totals {
    pub(crate) approved: i64,
    pub(crate) canceled: i64,
    /// What the merchant has: approved less cancelled.
    pub(crate) net: i64,
}

/// Append-only.
#[derive(Default)]
pub(crate) struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    pub(crate) fn append(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn totals(&self) -> Totals {
        let sum = |kind| {
            self.entries
                .iter()
                .filter(|entry| entry.kind == kind)
                .fold(0_i64, |total, entry| total.saturating_add(entry.amount))
        };
        let (approved, canceled) = (sum(Movement::Approval), sum(Movement::Cancel));
        Totals { approved, canceled, net: approved.saturating_sub(canceled) }
    }
}
