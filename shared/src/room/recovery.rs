//! A room whose rows are lost, or of an earlier moment than what shards and core know.
//!
//! An index is given once for all the lives of a room. So a room that begins anew, or is
//! restored from a copy, first hears what the others know: each shard the places that it has
//! stored and the passes that it has handed out, the core the highest numbers that it was ever
//! told and the passes that live. Until then it numbers nobody and lets nobody in. What was
//! known of more than its own rows say makes a new life, with an epoch of its own: places keep
//! their index, and newcomers come behind them.
//!
//! What the core knows and neither room nor shards do tells that all of them have forgotten.
//! There may then be passes of which nobody knows any more, so nobody is let in until the
//! longest of them has ended.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PassId, VisitorId};
use crate::room::{Lane, LifeRow, PassRow, PassState, Place, Room};
use crate::sync::{GrantedPass, Heights};
use crate::time::UnixMillis;

/// A pass that a shard has handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOut {
    /// The pass.
    pub jti: PassId,
    /// The place that it was granted for.
    pub place: Place,
    /// Whose it is.
    pub visitor: VisitorId,
    /// The visitor's account, if known at the claim.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// Its end with all renewals.
    pub hard_end_ms: UnixMillis,
}

/// What a shard knows of its room.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ShardMemory {
    /// The epoch that it heard of last; 0 before the first.
    pub epoch: u32,
    /// Its places are all below this.
    pub joined: u32,
    /// One more than the first of its places that are for the general sale alone; 0 for none.
    #[serde(default)]
    pub general_from: u32,
    /// How many passes it has handed out.
    #[serde(default)]
    pub handed_out: u32,
    /// Those of them whose last end is to come.
    pub passes: Vec<HandedOut>,
}

/// The most former lives that are remembered.
const LIVES_MAX: usize = 32;

/// The earlier of two places, of which 0 is none.
fn earlier(one: u32, other: u32) -> u32 {
    if one == 0 || other == 0 { one.max(other) } else { one.min(other) }
}

impl Room {
    /// Whether the room has heard its shards since it was loaded, so that it may number and let
    /// in.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Takes in what all shards of the room remember, each of them. They have to be told of the
    /// epoch afterwards, and the room of that ([`Self::introduced`]).
    pub fn recall(&mut self, memories: &[ShardMemory], now: UnixMillis) {
        if self.whole {
            return;
        }
        let passes = || memories.iter().flat_map(|memory| &memory.passes);
        let called = passes().map(|pass| pass.place.index.saturating_add(1)).max().unwrap_or(0);
        let known = Heights {
            epoch: memories.iter().map(|memory| memory.epoch).max().unwrap_or(0),
            joined: memories.iter().map(|memory| memory.joined).max().unwrap_or(0),
            called,
            granted: memories.iter().map(|memory| memory.handed_out).sum(),
            general_from: memories.iter().map(|memory| memory.general_from).fold(0, earlier),
            ..Heights::default()
        };
        let strange = passes().any(|pass| !self.passes.contains_key(&pass.jti));
        if strange || self.is_behind(&known) {
            self.begin_again(&known, now);
        }
        for pass in passes() {
            self.adopt(pass, now);
        }
        self.heard_shards = true;
    }

    /// Whether the core has to be heard before the room can be whole: one without rows of its own
    /// knows from nobody else what came before it.
    #[must_use]
    pub fn needs_reminder(&self) -> bool {
        !self.row.reminded
    }

    /// The shards know of `epoch`: if it still is the room's, the room is whole.
    pub fn introduced(&mut self, epoch: u32) {
        let heard = self.heard_shards && self.row.reminded;
        self.whole |= heard && epoch == self.row.epoch;
    }

    /// Takes in what the core was ever told, and the living passes of other epochs.
    pub(super) fn reminded(&mut self, known: &Heights, living: &[GrantedPass], now: UnixMillis) {
        // What the shards know comes first: beyond that, the core says what all have forgotten.
        if !self.heard_shards {
            return;
        }
        self.row.reminded = true;
        let strange = living.iter().any(|pass| !self.passes.contains_key(&pass.jti));
        if !strange && !self.is_behind(known) {
            return;
        }
        let forgotten = known.joined > self.row.joined || known.granted > self.row.granted;
        if strange || forgotten {
            let hard = self.row.settings.as_ref().map_or(0, |settings| settings.pass_hard_ms);
            let quiet = now.plus(hard);
            self.row.quiet_until = Some(self.row.quiet_until.map_or(quiet, |at| at.max(quiet)));
        }
        self.begin_again(known, now);
        for pass in living {
            let place = Place { lane: Lane::General, index: pass.place };
            let &GrantedPass { jti, visitor, account, hard_end_ms, .. } = pass;
            self.adopt(&HandedOut { jti, place, visitor, account, hard_end_ms }, now);
        }
    }

    /// Whether nobody is let in because passes may live of which nobody knows.
    pub(super) fn is_quiet(&self, now: UnixMillis) -> bool {
        self.row.quiet_until.is_some_and(|until| now < until)
    }

    /// The highest numbers so far, as the core keeps them.
    pub(super) fn heights(&self) -> Heights {
        let row = &self.row;
        Heights {
            epoch: row.epoch,
            joined: row.joined,
            called: row.called,
            late: row.late,
            gone: row.gone,
            granted: row.granted,
            general_from: row.general_from.map_or(0, |from| from.saturating_add(1)),
        }
    }

    /// Whether the place that a token of `epoch` names is still that token's.
    pub(super) fn was_given(&self, epoch: u32, place: Place) -> bool {
        let later = self.row.lives.iter().filter(|life| life.gave && life.epoch > epoch);
        epoch <= self.row.epoch && later.map(|life| life.known).all(|known| place.index < known)
    }

    fn is_behind(&self, known: &Heights) -> bool {
        let own = self.heights();
        known.epoch > own.epoch
            || known.joined > own.joined
            || known.called > own.called
            || known.late > own.late
            || known.gone > own.gone
            || known.granted > own.granted
            || earlier(known.general_from, own.general_from) != own.general_from
    }

    /// A new life, in which all that is known stays true.
    fn begin_again(&mut self, known: &Heights, now: UnixMillis) {
        let row = &mut self.row;
        row.epoch = row.epoch.max(known.epoch).saturating_add(1);
        row.joined = row.joined.max(known.joined).max(known.called);
        row.granted = row.granted.max(known.granted);
        let from = row.general_from.map_or(0, |from| from.saturating_add(1));
        row.general_from = earlier(known.general_from, from).checked_sub(1);
        row.gone = row.gone.max(known.gone).min(row.joined);
        row.late = row.late.max(known.late).max(row.gone).min(row.joined);
        let called = row.called.max(known.called).max(row.late);
        row.lives.retain(|life| life.gave);
        row.lives.push(LifeRow { epoch: row.epoch, known: row.joined, gave: false });
        if called > row.called {
            // Whoever was called and is not known to have come gets a whole window again.
            row.called = called;
            self.step(called);
        }
        let forget = self.row.lives.len().saturating_sub(LIVES_MAX);
        self.row.lives.drain(..forget);
        // The shards have not heard of this life, nor the core of what lives in it.
        self.whole = false;
        let living = |pass: &&PassRow| pass.state.holds_slot();
        let again: Vec<PassRow> = self.passes.values().filter(living).cloned().collect();
        for pass in again {
            self.put_pass(PassRow { acked: false, ..pass });
        }
        self.tick(now);
    }

    /// Takes a pass as living that was granted in a moment of which the room has no rows. When
    /// it was last renewed is not known, nor whether the clock was put back since: it counts until
    /// its last end. The core is told of it and says if it has ended.
    pub(super) fn adopt(&mut self, pass: &HandedOut, now: UnixMillis) {
        if self.passes.contains_key(&pass.jti) || pass.hard_end_ms <= now {
            return;
        }
        let hard = pass.hard_end_ms;
        let index = pass.place.index;
        self.row.joined = self.row.joined.max(index.saturating_add(1));
        if self.row.called <= index {
            self.row.called = index.saturating_add(1);
            self.step(self.row.called);
        }
        self.put_pass(PassRow {
            jti: pass.jti,
            place: pass.place,
            visitor: pass.visitor,
            account: pass.account,
            // Not one of this minute's: the rate counts who comes in now.
            granted_at: UnixMillis(0),
            issued_at: now,
            exp: hard,
            hard,
            state: PassState::Live,
            acked: false,
            leaving_since: None,
            busy_until: None,
        });
    }
}
