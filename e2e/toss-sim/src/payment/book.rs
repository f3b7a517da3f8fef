//! Keeps the payments, finds them by key and by order, knows whose window closes next.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Payment;
use super::windows::deadline;
use crate::clock::UnixMillis;

/// Payments kept until a reset.
const PAYMENTS_MAX: usize = 200_000;

/// No payment can be added any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the simulator keeps no more than {PAYMENTS_MAX} payments; empty it with POST /_sim/reset")]
pub(crate) struct BookFull;

/// All payments since the start or the last reset.
#[derive(Default)]
pub(crate) struct Book {
    /// In order of opening.
    payments: Vec<Payment>,
    by_key: HashMap<String, usize>,
    by_order: HashMap<String, Vec<usize>>,
    /// Deadlines ahead; an entry may be out of date, the payment itself decides.
    deadlines: BTreeSet<(UnixMillis, usize)>,
}

impl Book {
    pub(crate) fn add(&mut self, payment: Payment) -> Result<(), BookFull> {
        if self.payments.len() >= PAYMENTS_MAX {
            return Err(BookFull);
        }
        let index = self.payments.len();
        self.by_key.insert(payment.key.clone(), index);
        self.by_order.entry(payment.opening.order_id.clone()).or_default().push(index);
        self.deadlines.extend(deadline(&payment).map(|at| (at, index)));
        self.payments.push(payment);
        Ok(())
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Payment> {
        self.by_key.get(key).and_then(|&index| self.payments.get(index))
    }

    /// Changes a payment; `None` if there is none under `key`.
    pub(crate) fn change<T>(
        &mut self,
        key: &str,
        change: impl FnOnce(&mut Payment) -> T,
    ) -> Option<T> {
        let index = *self.by_key.get(key)?;
        let payment = self.payments.get_mut(index)?;
        let changed = change(payment);
        self.deadlines.extend(deadline(payment).map(|at| (at, index)));
        Some(changed)
    }

    /// The payment an order id stands for: the approved one, else the latest opened.
    pub(crate) fn for_order(&self, order_id: &str) -> Option<&Payment> {
        self.approved(order_id).or_else(|| {
            let index = *self.by_order.get(order_id)?.last()?;
            self.payments.get(index)
        })
    }

    /// The approved payment of an order.
    pub(crate) fn approved(&self, order_id: &str) -> Option<&Payment> {
        self.by_order
            .get(order_id)?
            .iter()
            .filter_map(|&index| self.payments.get(index))
            .find(|payment| payment.status.was_approved())
    }

    /// Keys of the payments whose window has closed by `now`, taken off the schedule. Those in
    /// `busy` keep their place on it.
    pub(crate) fn take_overdue(&mut self, now: UnixMillis, busy: &HashSet<String>) -> Vec<String> {
        let due: Vec<_> = self.deadlines.range(..=(now, usize::MAX)).copied().collect();
        let mut overdue = Vec::new();
        for entry in due {
            let payment = self.payments.get(entry.1);
            match payment {
                Some(payment) if busy.contains(&payment.key) => {}
                Some(payment) if deadline(payment).is_some_and(|at| at <= now) => {
                    overdue.push(payment.key.clone());
                    self.deadlines.remove(&entry);
                }
                _ => {
                    self.deadlines.remove(&entry);
                }
            }
        }
        overdue
    }

    pub(crate) fn all(&self) -> &[Payment] {
        &self.payments
    }
}
