//! Signatures that were verified before: whoever comes again with the same token, and everybody
//! in a hall does every few seconds, costs no second verification.
//!
//! Only the signature is remembered, and under which public key it was good. What a token says
//! (dates, sale, epoch) is looked at every time, and a key that has left the set counts no more.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// Tokens in each of the two halves; the older half is forgotten when the younger is full. A token
/// is some 500 bytes, so all of it stays below 5 MB.
const HALF_MAX: usize = 4_096;

/// The memory. One a process or isolate.
#[derive(Default)]
pub struct Remembered(Mutex<Halves>);

#[derive(Default)]
struct Halves {
    younger: HashMap<String, String>,
    older: HashMap<String, String>,
}

impl Remembered {
    /// Whether `token` was good under the public key `x`.
    pub(crate) fn knows(&self, token: &str, x: &str) -> bool {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if halves.younger.get(token).is_some_and(|good| good == x) {
            return true;
        }
        let found = halves.older.remove(token).filter(|good| good == x);
        let known = found.is_some();
        if let Some(good) = found {
            halves.keep(token.to_owned(), good);
        }
        known
    }

    /// Remembers that `token` is good under the public key `x`.
    pub(crate) fn keep(&self, token: &str, x: &str) {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        halves.keep(token.to_owned(), x.to_owned());
    }
}

/// Says nothing of the tokens: they are secrets.
impl fmt::Debug for Remembered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remembered").finish_non_exhaustive()
    }
}

impl Halves {
    fn keep(&mut self, token: String, x: String) {
        if self.younger.len() >= HALF_MAX {
            self.older = std::mem::take(&mut self.younger);
        }
        self.younger.insert(token, x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_bounded_and_keeps_who_comes_again() {
        let memory = Remembered::default();
        for n in 0..HALF_MAX * 3 {
            memory.keep(&n.to_string(), "x");
            if n % 1_000 == 0 {
                assert!(n == 0 || memory.knows("0", "x"), "{n}");
            }
        }
        assert!(!memory.knows("1", "x"));
        let halves = memory.0.lock().unwrap();
        assert!(halves.younger.len() <= HALF_MAX && halves.older.len() <= HALF_MAX);
    }

    #[test]
    fn another_key_is_not_the_one_that_was_good() {
        let memory = Remembered::default();
        memory.keep("token", "x");
        assert!(memory.knows("token", "x"));
        assert!(!memory.knows("token", "y") && !memory.knows("other", "x"));
        assert!(!format!("{memory:?}").contains("token"));
    }
}
