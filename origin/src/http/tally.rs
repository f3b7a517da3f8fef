//! How many problems were answered, by code: staff watch it beside an on-sale. Prometheus has
//! the same count of one replica; this one is written down, so that all replicas' add up.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

/// A problem on its way out; rides on the response up to the outermost layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its code.
    pub code: String,
    /// Its status.
    pub status: u16,
}

/// The count since it was last taken. Codes come from one table, so it stays small.
#[derive(Debug, Default)]
pub struct ProblemTally(Mutex<BTreeMap<(String, u16), u32>>);

impl ProblemTally {
    /// Counts one.
    pub fn note(&self, told: Told) {
        self.add((told.code, told.status), 1);
    }

    /// Takes the count away.
    #[must_use]
    pub fn take(&self) -> Vec<(Told, u32)> {
        let counts = std::mem::take(&mut *self.counts());
        counts.into_iter().map(|((code, status), n)| (Told { code, status }, n)).collect()
    }

    /// Puts back what could not be written down.
    pub fn put_back(&self, counts: Vec<(Told, u32)>) {
        for (told, count) in counts {
            self.add((told.code, told.status), count);
        }
    }

    fn add(&self, key: (String, u16), count: u32) {
        let mut counts = self.counts();
        let sum = counts.entry(key).or_default();
        *sum = sum.saturating_add(count);
    }

    fn counts(&self) -> MutexGuard<'_, BTreeMap<(String, u16), u32>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_back_is_counted_with_what_came_since() {
        let tally = ProblemTally::default();
        let told = || Told { code: "seat_taken".to_owned(), status: 409 };
        tally.note(told());
        tally.note(told());
        let taken = tally.take();
        assert_eq!(taken, [(told(), 2)]);
        assert_eq!(tally.take(), []);
        tally.note(told());
        tally.put_back(taken);
        assert_eq!(tally.take(), [(told(), 3)]);
    }
}
