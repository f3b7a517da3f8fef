//! What the core said is not there, remembered for a moment: a dead link that a crowd follows
//! is one question, not a thousand.

use std::cell::RefCell;
use std::collections::HashMap;

use frontrow_shared::problem::Code;
use frontrow_shared::time::UnixMillis;

/// How long the core's word is taken.
const KEPT_MS: i64 = 3_000;
/// The most addresses remembered; beyond it none is added until old ones are over.
const MISSES_MAX: usize = 1_000;

thread_local! {
    static MISSES: RefCell<HashMap<String, UnixMillis>> = RefCell::default();
}

/// Refuses an address of the catalog that was not there a moment ago.
pub(super) fn refuse_known(path: &str, now: UnixMillis) -> Result<(), Code> {
    let at = MISSES.with_borrow(|misses| misses.get(path).copied());
    match at {
        Some(at) if now.since(at) < KEPT_MS => Err(Code::PerformanceNotFound),
        _ => Ok(()),
    }
}

/// Remembers that there is nothing at an address.
pub(super) fn remember(path: &str, now: UnixMillis) {
    MISSES.with_borrow_mut(|misses| {
        if misses.len() >= MISSES_MAX {
            misses.retain(|_, at| now.since(*at) < KEPT_MS);
        }
        if misses.len() < MISSES_MAX {
            misses.insert(path.to_owned(), now);
        }
    });
}
