//! What a room has written.

use std::collections::BTreeMap;

use crate::id::PassId;
use crate::room::{NumberingRow, PassRow, Place, RoomRow, Rows, StepRow, WaitingRow, Write};

/// What was written and survives a kill.
#[derive(Clone, Default)]
pub(super) struct Storage {
    pub(super) room: Option<RoomRow>,
    pub(super) numberings: BTreeMap<u16, NumberingRow>,
    pub(super) steps: BTreeMap<i64, StepRow>,
    pub(super) passes: BTreeMap<PassId, PassRow>,
    pub(super) waiting: BTreeMap<Place, WaitingRow>,
}

impl Storage {
    pub(super) fn apply(&mut self, write: Write) {
        match write {
            Write::Room(row) => self.room = Some(row),
            Write::Numbering(row) => _ = self.numberings.insert(row.shard, row),
            Write::Step(row) => _ = self.steps.insert(row.clock_ms, row),
            Write::DropSteps { upto } => self.steps.retain(|_, step| step.upto > upto),
            Write::Pass(row) => _ = self.passes.insert(row.jti, row),
            Write::Waiting(row) => _ = self.waiting.insert(row.place, row),
            Write::DropWaiting(place) => _ = self.waiting.remove(&place),
        }
    }

    pub(super) fn rows(&self) -> Rows {
        Rows {
            room: self.room.clone(),
            numberings: self.numberings.values().cloned().collect(),
            steps: self.steps.values().cloned().collect(),
            passes: self.passes.values().cloned().collect(),
            waiting: self.waiting.values().cloned().collect(),
        }
    }
}
