//! Claims that wait for a slot, in the order of their places.
//!
//! A claim counts while its visitor keeps asking; one that has fallen silent keeps its row
//! for a while (its window stands still) but no longer stands in anybody's way.

use std::collections::BTreeMap;

use crate::room::{LATE_MS, Place, Room, WaitingRow, Write};
use crate::time::UnixMillis;

/// A claim whose visitor has not asked for so long is passed over.
const ABSENT_MS: i64 = 10_000;

/// A waiting claim, and when its visitor asked last.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) row: WaitingRow,
    pub(super) seen: UnixMillis,
}

impl Waiting {
    fn is_present(&self, now: UnixMillis) -> bool {
        now.since(self.seen) < ABSENT_MS
    }
}

/// Claims whose visitors are there.
pub(super) fn present(waiting: &BTreeMap<Place, Waiting>, now: UnixMillis) -> u32 {
    let count = waiting.values().filter(|claim| claim.is_present(now)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How many claims come before `place`: within a class by place, and latecomers and others
/// by turns, latecomers first. So latecomers do not start at the tail, and never take more
/// than half while others wait.
pub(super) fn ahead(
    waiting: &BTreeMap<Place, Waiting>,
    place: Place,
    late_was_last: bool,
    now: UnixMillis,
) -> u32 {
    let Some(own) = waiting.get(&place) else { return 0 };
    let mut before_in_class = 0u32;
    let mut others = 0u32;
    for (other, claim) in waiting {
        if !claim.is_present(now) || *other == place {
            continue;
        }
        if claim.row.late != own.row.late {
            others += 1;
        } else if *other < place {
            before_in_class += 1;
        }
    }
    // By turns: as many of the other class as of ours before us, and one more when the
    // other class has the first turn.
    let first_turn_is_late = !late_was_last;
    let other_begins = u32::from(own.row.late != first_turn_is_late);
    before_in_class + others.min(before_in_class + other_begins)
}

impl Room {
    /// Forgets claims whose visitors have been away for as long as latecomers are waited for.
    pub(super) fn drop_absent(&mut self, now: UnixMillis) {
        let absent = |claim: &Waiting| now.since(claim.seen) > LATE_MS;
        let gone: Vec<Place> = self
            .waiting
            .iter()
            .filter(|(_, claim)| absent(claim))
            .map(|(place, _)| *place)
            .collect();
        for place in gone {
            self.waiting.remove(&place);
            self.writes.push(Write::DropWaiting(place));
        }
    }
}
