//! What the room is doing, what it says to everyone, and when it has to wake.

use crate::room::{FRESH_MS, Room};
use crate::status::{Estimate, GeneralSale, LaneStatus, Lanes, Phase, PollMs, Status};
use crate::time::UnixMillis;

/// How often pages look, at the quickest and the slowest.
const POLL: PollMs = PollMs { min: 2_000, max: 15_000 };
/// The span over which the rate is counted.
const RATE_MS: i64 = 60_000;
/// How often the core is asked while people are let in …
const SYNC_MS: i64 = 1_000;
/// … and while the line only gathers, or nobody stands in it and somebody looks.
const LOBBY_SYNC_MS: i64 = 5_000;

impl Room {
    /// What the room is doing.
    #[must_use]
    pub fn phase(&self, now: UnixMillis) -> Phase {
        let Some(settings) = &self.row.settings else { return Phase::Hold };
        let silent = self.silent_since.is_some_and(|since| now.since(since) > FRESH_MS);
        let well = !silent && self.core.is_none_or(|core| core.health > 0);
        Phase::of(settings, well, self.core.map(|core| core.stock), now)
    }

    /// The document of this moment; nothing before the core has given the settings.
    pub fn status(&mut self, now: UnixMillis) -> Option<Status> {
        self.tick(now);
        self.looked_at = Some(now);
        let settings = self.row.settings.clone()?;
        // The clock makes versions grow across restarts, the counter within a millisecond.
        self.version = (self.version + 1).max(u64::try_from(now.0).unwrap_or(0));
        let recent = |pass: &&super::PassRow| now.since(pass.granted_at) < RATE_MS;
        let granted = self.passes.values().filter(recent).count();
        let granted = u32::try_from(granted).unwrap_or(u32::MAX);
        let row = &self.row;
        Some(Status {
            sale: settings.sale,
            epoch: row.epoch,
            version: self.version,
            time_ms: now,
            phase: self.phase(now),
            opens_at_ms: settings.opens_at_ms,
            closes_at_ms: settings.closes_at_ms,
            lanes: Lanes {
                general: LaneStatus {
                    called: row.called,
                    late: row.late,
                    gone: row.gone,
                    joined: row.joined,
                },
            },
            rate_per_min: granted,
            estimate: Estimate::around(granted),
            poll_ms: POLL,
            general: settings.presale_at(now).zip(row.general_from).map(|(presale, from)| {
                GeneralSale { from, opens_at_ms: presale.general_opens_at_ms }
            }),
            message_id: 0,
        })
    }

    /// When the room has to wake next to sync; nothing when it may sleep until somebody comes.
    /// A room that wakes up syncs at once. Without a line it sleeps until its next boundary;
    /// whoever looks at it then wakes it, so that it knows of dates that were changed meanwhile.
    #[must_use]
    pub fn next_wake(&self, now: UnixMillis) -> Option<UnixMillis> {
        let settings = self.row.settings.as_ref()?;
        let after = |ms| self.reported.map_or(now, |reported| reported.plus(ms).max(now));
        let owed = self.changed || !self.holding.is_empty() || !self.unacked.is_empty();
        let line = self.row.gone < self.row.joined;
        let looked = self.looked_at.is_some_and(|at| self.reported.is_none_or(|told| at > told));
        let phase = self.phase(now);
        if owed || (line && !matches!(phase, Phase::Closed | Phase::Upcoming | Phase::Lobby)) {
            return Some(after(SYNC_MS));
        }
        let boundary = match phase {
            Phase::Upcoming => Some(settings.lobby_opens_at_ms.min(settings.opens_at_ms)),
            Phase::Lobby => Some(settings.opens_at_ms),
            _ => None,
        };
        let boundary = boundary.map(|at| at.max(now));
        let sooner = (looked || (line && boundary.is_some())).then(|| after(LOBBY_SYNC_MS));
        boundary.into_iter().chain(sooner).min()
    }
}
