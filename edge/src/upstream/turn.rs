//! One question at a time: when a crowd finds the same thing missing in the same moment, one
//! request asks for it and the others wait for what it learns.
//!
//! Requests of an isolate share memory but no promises, so the others look again every few
//! milliseconds. A request whose client has gone away is never run again and gives nothing
//! back: whoever looks after its time takes its turn.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::time::Duration;

use frontrow_shared::time::UnixMillis;
use worker::Delay;

use crate::clock;

/// How often those who wait look again.
const LOOK_MS: u64 = 20;
/// How long a turn lasts, more than any question may take. Beyond it its holder counts as gone.
const TURN_MS: i64 = 3_500;

thread_local! {
    static TAKEN: RefCell<HashMap<String, Taken>> = RefCell::default();
    static LAST: Cell<u64> = const { Cell::new(0) };
}

#[derive(Clone, Copy)]
struct Taken {
    /// Tells this turn from a later one for the same thing.
    generation: u64,
    since: UnixMillis,
}

/// The right to ask for something; given back when dropped.
pub(crate) struct Turn {
    what: String,
    generation: u64,
}

impl Turn {
    fn take(what: &str, now: UnixMillis) -> Self {
        let generation = LAST.get().wrapping_add(1);
        LAST.set(generation);
        let taken = Taken { generation, since: now };
        TAKEN.with_borrow_mut(|all| all.insert(what.to_owned(), taken));
        Self { what: what.to_owned(), generation }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        TAKEN.with_borrow_mut(|all| {
            // One who was late in coming back leaves the turn of its successor alone.
            if all.get(&self.what).is_some_and(|taken| taken.generation == self.generation) {
                all.remove(&self.what);
            }
        });
    }
}

/// Who has the turn for `what`, whether overdue or not.
fn taken(what: &str) -> Option<Taken> {
    TAKEN.with_borrow(|all| all.get(what).copied())
}

fn is_overdue(taken: Taken, now: UnixMillis) -> bool {
    now.since(taken.since) >= TURN_MS
}

/// Whether somebody is asking for `what` now.
pub(crate) fn is_taken(what: &str) -> bool {
    taken(what).is_some_and(|taken| !is_overdue(taken, clock::now()))
}

/// The turn to ask for `what`; nothing when somebody else has asked meanwhile, and the answer,
/// if there was one, can be looked up.
pub(crate) async fn turn(what: &str) -> Option<Turn> {
    let Some(first) = taken(what) else { return Some(Turn::take(what, clock::now())) };
    let mut holder = first;
    loop {
        let now = clock::now();
        if is_overdue(holder, now) {
            return Some(Turn::take(what, now));
        }
        Delay::from(Duration::from_millis(LOOK_MS)).await;
        // Given back, or in other hands by now: then somebody has asked.
        holder = taken(what).filter(|next| next.generation == first.generation)?;
    }
}
