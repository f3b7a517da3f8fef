//! Leaving: said on closing a page too, so it is taken back by being there again.

use crate::id::PassId;
use crate::room::{LeaveRequest, PassRow, PassState, Room};
use crate::time::UnixMillis;

/// How long a visitor who has left may come back as if nothing had been.
pub const LEAVE_GRACE_MS: i64 = 30_000;

impl Room {
    /// The visitor is leaving. With a pass: it is ended after the grace, unless an order needs
    /// it. Without: the room stops counting on this visitor; the place stays.
    pub fn leave(&mut self, request: &LeaveRequest, now: UnixMillis) {
        self.tick(now);
        if request.epoch != self.row.epoch || request.place.index >= self.row.joined {
            return;
        }
        let Some(jti) = self.by_place.get(&request.place) else {
            self.left.insert(request.place, now);
            return;
        };
        let Some(pass) = self.passes.get(jti) else { return };
        if pass.state == PassState::Live && pass.leaving_since.is_none() {
            self.put_pass(PassRow { leaving_since: Some(now), ..pass.clone() });
        }
    }

    /// Its holder is there.
    pub(super) fn stay(&mut self, jti: PassId) {
        let leaving =
            |pass: &&PassRow| pass.state == PassState::Live && pass.leaving_since.is_some();
        if let Some(pass) = self.passes.get(&jti).filter(leaving) {
            self.put_pass(PassRow { leaving_since: None, ..pass.clone() });
        }
    }
}

impl PassRow {
    /// Whether the grace of a leaving holder is over.
    pub(super) fn has_left(&self, now: UnixMillis) -> bool {
        self.leaving_since.is_some_and(|since| now.since(since) >= LEAVE_GRACE_MS)
    }
}
