//! One question at a time: when a crowd finds the same thing missing in the same moment, one
//! request asks for it and the others wait for what it learns.
//!
//! Requests of an isolate share memory but no promises, so the others look again every few
//! milliseconds. If the one that asks is gone, the next takes its turn.

use std::cell::RefCell;
use std::collections::HashSet;
use std::time::Duration;

use frontrow_shared::time::UnixMillis;
use worker::Delay;

use crate::clock;

/// How often those who wait look again.
const LOOK_MS: u64 = 20;
/// How long they wait for somebody else's answer.
const WAIT_MS: i64 = 2_500;

thread_local! {
    static TAKEN: RefCell<HashSet<String>> = RefCell::default();
}

/// The right to ask for something; given back when dropped.
pub(crate) struct Turn {
    what: String,
}

impl Drop for Turn {
    fn drop(&mut self) {
        TAKEN.with_borrow_mut(|taken| taken.remove(&self.what));
    }
}

/// Whether somebody is asking for `what` now.
pub(crate) fn is_taken(what: &str) -> bool {
    TAKEN.with_borrow(|taken| taken.contains(what))
}

/// The turn to ask for `what`; nothing when somebody else has asked meanwhile, and the answer,
/// if there was one, can be looked up.
pub(crate) async fn turn(what: &str) -> Option<Turn> {
    let take = || TAKEN.with_borrow_mut(|taken| taken.insert(what.to_owned()));
    if take() {
        return Some(Turn { what: what.to_owned() });
    }
    let began: UnixMillis = clock::now();
    while is_taken(what) && clock::now().since(began) < WAIT_MS {
        Delay::from(Duration::from_millis(LOOK_MS)).await;
    }
    None
}
