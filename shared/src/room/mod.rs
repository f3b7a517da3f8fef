//! The waiting room of one sale as a pure state machine: (state, command, now) → (answer,
//! rows to write).
//!
//! Whoever runs it (the Durable Object, a test, a simulator) hands every command the time,
//! writes the rows of [`Room::take_writes`] in one transaction and only then gives the answer
//! away. [`Room::load`] of the written rows is the same room again; what is not in a row
//! (how the core is, who was seen waiting a moment ago) is safe to lose: until the core has
//! answered anew, nobody is let in.
//!
//! What holds at every moment: passes that hold a slot are rows, never a counter; one pass a
//! place; a place is given once, in all lives of the room; `called`, `late` and `gone` only
//! grow; a grant needs a free slot at that moment and a core that has answered within
//! [`FRESH_MS`].

mod admission;
mod calling;
mod leaving;
mod messages;
mod numbering;
mod queue;
mod recovery;
mod rows;
mod status;
mod syncing;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PassId};
use crate::sync::{RoomSettings, Stock};
use crate::time::UnixMillis;

pub use leaving::LEAVE_GRACE_MS;
pub use messages::{
    ClaimAnswer, ClaimRefusal, ClaimRequest, LeaveRequest, MeAnswer, MeRequest, NumberAnswer,
    NumberRequest, PassGrant, PlaceState,
};
pub use numbering::{BATCH_MAX, NumberingError, mark_of};
pub use recovery::{HandedOut, ShardMemory};
pub use rows::{
    LifeRow, NumberingRow, PassRow, PassState, RoomRow, Rows, StepRow, WaitingRow, Write,
};

/// How long the core's last good answer is good for: older, and nobody is let in.
pub const FRESH_MS: i64 = 3_000;

/// How long after its `exp` a pass still holds its slot: the edge's leeway, and requests that
/// are on their way.
pub const SLOT_BACK_MS: i64 = 5_000;

/// How long those whose window has passed may still claim.
pub const LATE_MS: i64 = 5 * 60_000;

/// A class of places within a room; each has its own line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Everybody.
    General,
}

impl Lane {
    /// The lane's number in a queue token.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::General => 0,
        }
    }

    /// The lane of a queue token's number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        (number == 0).then_some(Self::General)
    }
}

/// A position in a room's line, from 0. People see `index + 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The lane.
    pub lane: Lane,
    /// The position within it.
    pub index: u32,
}

/// What the core said last; lost with the memory, and then asked for anew.
#[derive(Debug, Clone, Copy)]
struct Core {
    /// When the report was made that it answered: the age that counts for admission.
    asked: UnixMillis,
    /// Passes at once, as the core allows now.
    cap: u32,
    health: u8,
    stock: Stock,
    foreign_active: u32,
}

/// The room.
#[derive(Debug, Clone)]
pub struct Room {
    row: RoomRow,
    /// What stands in storage, to write the row only when it has changed.
    stored: Option<RoomRow>,
    numberings: BTreeMap<u16, NumberingRow>,
    steps: Vec<StepRow>,
    passes: BTreeMap<PassId, PassRow>,
    by_place: BTreeMap<Place, PassId>,
    /// The living pass of an account: one each.
    by_account: BTreeMap<AccountId, PassId>,
    /// The passes that hold a slot: an index over their rows.
    holding: BTreeSet<PassId>,
    /// The passes that the core does not know as they are.
    unacked: BTreeSet<PassId>,
    waiting: BTreeMap<Place, queue::Waiting>,
    left: BTreeMap<Place, UnixMillis>,
    shows: calling::Shows,
    core: Option<Core>,
    /// Whether the shards have said what they know since the room was loaded …
    heard_shards: bool,
    /// … and know of the room's epoch.
    whole: bool,
    /// When the first report went out that is still unanswered.
    silent_since: Option<UnixMillis>,
    /// When the last report went out.
    reported: Option<UnixMillis>,
    /// When somebody last asked for the status document.
    looked_at: Option<UnixMillis>,
    /// Whether the settings have changed since the last report: the core does not know when the
    /// room wakes now.
    changed: bool,
    last_tick: Option<UnixMillis>,
    version: u64,
    writes: Vec<Write>,
    /// The seeds' way of counting, to show that the properties would notice.
    #[cfg(test)]
    counter: Option<i64>,
}

/// A cap, shrunk by the core's health of 0 to 100.
#[must_use]
pub fn shrunk(cap: u32, health: u8) -> u32 {
    let cap = (u64::from(cap) * u64::from(health.min(100))).div_ceil(100);
    u32::try_from(cap).unwrap_or(u32::MAX)
}

impl Room {
    /// The room that was written as `rows`. Empty rows make a new room, whose epoch is the
    /// second of its birth; one born again after its storage was lost hears of the epochs before
    /// it. Before it is whole ([`Self::recall`]) it may only be told settings and what others
    /// know.
    #[must_use]
    pub fn load(rows: Rows, now: UnixMillis) -> Self {
        let stored = rows.room;
        let row = stored
            .clone()
            .unwrap_or_else(|| RoomRow::new(u32::try_from(now.seconds()).unwrap_or(u32::MAX)));
        let mut room = Self {
            row,
            stored,
            numberings: rows.numberings.into_iter().map(|row| (row.shard, row)).collect(),
            steps: rows.steps,
            passes: BTreeMap::new(),
            by_place: BTreeMap::new(),
            by_account: BTreeMap::new(),
            holding: BTreeSet::new(),
            unacked: BTreeSet::new(),
            waiting: BTreeMap::new(),
            left: BTreeMap::new(),
            shows: calling::Shows::default(),
            core: None,
            heard_shards: false,
            whole: false,
            silent_since: None,
            reported: None,
            looked_at: None,
            changed: false,
            last_tick: None,
            version: 0,
            writes: Vec::new(),
            #[cfg(test)]
            counter: None,
        };
        room.steps.sort_by_key(|step| step.clock_ms);
        for pass in rows.passes {
            room.index_pass(pass);
        }
        for row in rows.waiting {
            room.waiting.insert(row.place, queue::Waiting { row, seen: now });
        }
        room
    }

    /// The rows to write before the answer is given away, oldest first.
    pub fn take_writes(&mut self) -> Vec<Write> {
        if self.stored.as_ref().is_none_or(|stored| self.row.is_worth_writing_over(stored)) {
            self.stored = Some(self.row.clone());
            self.writes.push(Write::Room(self.row.clone()));
        }
        std::mem::take(&mut self.writes)
    }

    /// The settings, once the core has given them.
    #[must_use]
    pub fn settings(&self) -> Option<&RoomSettings> {
        self.row.settings.as_ref()
    }

    /// Takes in settings that were fetched apart from a sync, for a room that has none yet.
    pub fn learn(&mut self, settings: RoomSettings) {
        self.row.settings.get_or_insert(settings);
    }

    /// The room's epoch.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.row.epoch
    }

    /// Passes that hold a slot, those of a former life of this room included.
    #[must_use]
    pub fn active(&self) -> u32 {
        let own = u32::try_from(self.holding.len()).unwrap_or(u32::MAX);
        own.saturating_add(self.core.map_or(0, |core| core.foreign_active))
    }

    /// How many passes there may be at once now; 0 until the core has answered.
    #[must_use]
    pub fn cap_in_force(&self) -> u32 {
        let (Some(core), Some(settings)) = (self.core, &self.row.settings) else { return 0 };
        shrunk(core.cap.min(settings.cap), core.health)
    }

    /// Slots that could be given now.
    fn free_slots(&self) -> u32 {
        #[cfg(test)]
        if let Some(counter) = self.counter {
            let active = u32::try_from(counter.max(0)).unwrap_or(u32::MAX);
            return self.cap_in_force().saturating_sub(active);
        }
        self.cap_in_force().saturating_sub(self.active()).saturating_sub(self.revived())
    }

    /// Passes that have ended here, of which the core has not heard, and whose time is not over
    /// by a clock that was put back: they open doors again.
    fn revived(&self) -> u32 {
        let ended = |pass: &&PassRow| !pass.state.holds_slot();
        let lives = |pass: &&PassRow| self.last_tick.is_some_and(|now| now < pass.exp);
        let unacked = self.unacked.iter().filter_map(|jti| self.passes.get(jti));
        u32::try_from(unacked.filter(ended).filter(lives).count()).unwrap_or(u32::MAX)
    }

    /// Stores a pass, and keeps the indexes over the rows true.
    fn put_pass(&mut self, pass: PassRow) {
        self.writes.push(Write::Pass(pass.clone()));
        self.index_pass(pass);
    }

    fn index_pass(&mut self, pass: PassRow) {
        let jti = pass.jti;
        let belongs = |set: &mut BTreeSet<PassId>, wanted| {
            if wanted { set.insert(jti) } else { set.remove(&jti) }
        };
        belongs(&mut self.holding, pass.state.holds_slot());
        belongs(&mut self.unacked, !pass.acked);
        // Of two passes of one place, which only storage of different moments makes, the one
        // that holds a slot is the place's.
        let other = self.by_place.get(&pass.place).and_then(|other| self.passes.get(other));
        if other.is_none_or(|other| other.jti == jti || !other.state.holds_slot()) {
            self.by_place.insert(pass.place, jti);
        }
        if let Some(account) = pass.account {
            if pass.state == PassState::Live {
                self.by_account.insert(account, jti);
            } else if self.by_account.get(&account) == Some(&jti) {
                self.by_account.remove(&account);
            }
        }
        self.passes.insert(jti, pass);
    }
}
