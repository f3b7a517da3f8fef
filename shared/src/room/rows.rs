//! What of a room is stored. A row is written whole; the newest of a key counts.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PassId, VisitorId};
use crate::room::Place;
use crate::sync::{RoomEnd, RoomSettings};
use crate::time::UnixMillis;

/// The room itself: one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomRow {
    /// Which life of the room this is.
    pub epoch: u32,
    /// The settings that the core gave last.
    pub settings: Option<RoomSettings>,
    /// Places given so far: the next one's index.
    pub joined: u32,
    /// Places below this are called.
    pub called: u32,
    /// Places below this have let their window pass.
    pub late: u32,
    /// Places below this have lost their turn.
    pub gone: u32,
    /// The window clock in ms: it stands still while nobody can be let in.
    pub clock_ms: i64,
    /// Whether the last grant went to a latecomer.
    pub late_was_last: bool,
    /// How far the core's list of ended passes is taken in.
    pub cursor: String,
    /// Whether the core has said what it knew of former lives of the room.
    #[serde(default = "yes")]
    pub reminded: bool,
    /// Passes granted so far, in all lives of the room that are known of.
    #[serde(default)]
    pub granted: u32,
    /// The first place that is not called before the general sale: those from here on were given
    /// when others than members had begun to join.
    #[serde(default)]
    pub general_from: Option<u32>,
    /// The lives that are known of, oldest first: the first, and those after a loss.
    #[serde(default)]
    pub lives: Vec<LifeRow>,
    /// Until when nobody is let in, because passes may live of which nobody knows.
    #[serde(default)]
    pub quiet_until: Option<UnixMillis>,
}

/// A life of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeRow {
    /// Its epoch.
    pub epoch: u32,
    /// Places below this were known of when it began. What former lives gave beyond that may have
    /// been given anew …
    pub known: u32,
    /// … once this one has given any.
    pub gave: bool,
}

/// A room of rows without the member was there before it, and needs no reminder.
fn yes() -> bool {
    true
}

/// How far the window clock may run ahead of what is stored. A room that is killed loses so
/// much of it, which gives everybody who is called so much more time.
const CLOCK_AHEAD_MS: i64 = 2_000;

impl RoomRow {
    /// Whether this row says anything that `stored` does not. The clock alone would make every
    /// command a write.
    pub(super) fn is_worth_writing_over(&self, stored: &Self) -> bool {
        let same_but_clock = Self { clock_ms: stored.clock_ms, ..self.clone() } == *stored;
        !same_but_clock || self.clock_ms - stored.clock_ms >= CLOCK_AHEAD_MS
    }

    pub(super) fn new(epoch: u32) -> Self {
        Self {
            epoch,
            settings: None,
            joined: 0,
            called: 0,
            late: 0,
            gone: 0,
            clock_ms: 0,
            late_was_last: false,
            cursor: String::new(),
            reminded: false,
            granted: 0,
            general_from: None,
            lives: vec![LifeRow { epoch, known: 0, gave: false }],
            quiet_until: None,
        }
    }
}

/// The last batch of a shard and the answer it got. Key: `shard`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberingRow {
    /// The shard.
    pub shard: u16,
    /// When the shard's storage began.
    #[serde(default)]
    pub born: UnixMillis,
    /// The batch's number within the shard, from 1.
    pub seq: u64,
    /// The first index given.
    pub first: u32,
    /// How many were given.
    pub count: u32,
    /// Which visitors they were given to ([`NumberRequest::mark`](crate::room::NumberRequest)).
    #[serde(default)]
    pub mark: u64,
}

/// One step of `called`. Key: `clock_ms`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRow {
    /// When, by the window clock.
    pub clock_ms: i64,
    /// What `called` became.
    pub upto: u32,
}

/// How a pass is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassState {
    /// It opens doors and holds a slot.
    Live,
    /// The room has ended it; it holds its slot until the core has acknowledged that.
    Ending(RoomEnd),
    /// Over, for this reason; the slot is free.
    Ended(String),
}

impl PassState {
    pub(super) fn holds_slot(&self) -> bool {
        !matches!(self, Self::Ended(_))
    }
}

/// A pass. Key: `jti`; no two rows have the same `place`. Rows are kept after the end, so
/// that no place ever gets a second pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassRow {
    /// The pass.
    pub jti: PassId,
    /// The place that it was granted for.
    pub place: Place,
    /// Whose it is.
    pub visitor: VisitorId,
    /// The visitor's account, if known at the claim.
    pub account: Option<AccountId>,
    /// When it was granted.
    pub granted_at: UnixMillis,
    /// When it was granted or renewed last.
    pub issued_at: UnixMillis,
    /// Its end unless renewed.
    pub exp: UnixMillis,
    /// Its end with all renewals.
    pub hard: UnixMillis,
    /// How it is.
    pub state: PassState,
    /// Whether the core knows it as this row says.
    pub acked: bool,
    /// Since when its holder seems to have left.
    pub leaving_since: Option<UnixMillis>,
    /// Until when an order needs it, as the core said.
    pub busy_until: Option<UnixMillis>,
}

/// A claim that waits for a slot. Key: `place`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRow {
    /// The place.
    pub place: Place,
    /// Whether its window had passed when it claimed.
    pub late: bool,
}

/// Everything that is stored of a room.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The room; absent before its first write.
    pub room: Option<RoomRow>,
    /// One per shard.
    pub numberings: Vec<NumberingRow>,
    /// In any order.
    pub steps: Vec<StepRow>,
    /// In any order.
    pub passes: Vec<PassRow>,
    /// In any order.
    pub waiting: Vec<WaitingRow>,
}

/// One change of what is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Insert or replace the room.
    Room(RoomRow),
    /// Insert or replace a shard's numbering.
    Numbering(NumberingRow),
    /// Insert or replace a step.
    Step(StepRow),
    /// Delete the steps whose `upto` is at most this.
    DropSteps {
        /// The bound.
        upto: u32,
    },
    /// Insert or replace a pass.
    Pass(PassRow),
    /// Insert or replace a waiting claim.
    Waiting(WaitingRow),
    /// Delete a waiting claim.
    DropWaiting(Place),
}
