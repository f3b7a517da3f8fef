//! Who is called, and whose turn has passed.
//!
//! `called` runs ahead of the free slots by as many as are expected not to come, less the
//! claims that wait already. A place's window runs by a clock of its own, which stands still
//! while nobody can be let in: nobody loses a turn to our trouble.

use crate::room::{LATE_MS, Place, Room, StepRow, Write};
use crate::room::{Lane, queue};
use crate::status::Phase;
use crate::time::UnixMillis;

/// A gap between two ticks that is longer counts as this: the room was not there.
const TICK_MAX_MS: i64 = 2_000;
/// Steps of `called` closer than this are one step, so that a window loses at most this.
const STEP_MS: i64 = 1_000;

/// How many of those called have come, with a prior of 20 who all did; older visitors weigh
/// less and less.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shows {
    came: u32,
    stayed_away: u32,
}

impl Shows {
    const PRIOR: u32 = 20;
    const MEMORY: u32 = 200;

    pub(super) fn came(&mut self) {
        self.came += 1;
        self.forget();
    }

    fn stayed_away(&mut self) {
        self.stayed_away += 1;
        self.forget();
    }

    fn forget(&mut self) {
        if self.came + self.stayed_away > Self::MEMORY {
            self.came /= 2;
            self.stayed_away /= 2;
        }
    }

    /// Of a thousand called, how many come; at least 200, so that one bad minute does not
    /// call the whole line.
    fn per_mille(self) -> u32 {
        let all = self.came + self.stayed_away + Self::PRIOR;
        ((self.came + Self::PRIOR) * 1000 / all).max(200)
    }
}

impl Room {
    /// Lets time pass: closes windows and calls more people. Every command begins with it;
    /// the alarm calls it at least once a second while anything goes on.
    pub fn tick(&mut self, now: UnixMillis) {
        self.notice_clock(now);
        let gap = self.last_tick.map_or(0, |last| now.since(last)).clamp(0, TICK_MAX_MS);
        self.last_tick = Some(now);
        if self.phase(now) == Phase::Open {
            self.row.clock_ms = self.row.clock_ms.saturating_add(gap);
        }
        self.close_windows();
        self.drop_absent(now);
        if self.may_admit(now) {
            self.call_more(now);
        }
    }

    /// A clock that was put back: what was measured by it before says nothing now. Nobody is let
    /// in before the core has answered anew, and claims count as just seen.
    fn notice_clock(&mut self, now: UnixMillis) {
        if self.last_tick.is_none_or(|last| last <= now) {
            return;
        }
        self.core = None;
        self.silent_since = None;
        self.reported = None;
        self.looked_at = None;
        for claim in self.waiting.values_mut() {
            claim.seen = claim.seen.min(now);
        }
        for left in self.left.values_mut() {
            *left = (*left).min(now);
        }
        let hard = self.row.settings.as_ref().map_or(0, |settings| settings.pass_hard_ms);
        self.row.quiet_until = self.row.quiet_until.map(|until| until.min(now.plus(hard)));
    }

    fn close_windows(&mut self) {
        let Some(window) = self.row.settings.as_ref().map(|settings| settings.claim_window_ms)
        else {
            return;
        };
        let passed = |age: i64| {
            let over = |step: &&StepRow| step.clock_ms.saturating_add(age) <= self.row.clock_ms;
            self.steps.iter().filter(over).map(|step| step.upto).max().unwrap_or(0)
        };
        let late = passed(window).max(self.row.late);
        let gone = passed(window.saturating_add(LATE_MS)).max(self.row.gone);
        for index in self.row.late..late {
            if !self.is_settled(Place { lane: Lane::General, index }) {
                self.shows.stayed_away();
            }
        }
        self.row.late = late;
        if gone > self.row.gone {
            self.row.gone = gone;
            self.steps.retain(|step| step.upto > gone);
            self.writes.push(Write::DropSteps { upto: gone });
        }
    }

    fn call_more(&mut self, now: UnixMillis) {
        let per_mille = u64::from(self.shows.per_mille());
        let outstanding = self.outstanding();
        let claims = queue::present(&self.waiting, now);
        let wanted = u64::from(self.free_slots().saturating_sub(claims)) * 1000;
        let expected = u64::from(outstanding) * per_mille;
        // Rounded down: somebody called too many waits in front of a closed door.
        let more = wanted.saturating_sub(expected) / per_mille;
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        let more = more.min(self.stock_left().saturating_sub(outstanding + claims));
        let called = self.row.called.saturating_add(more).min(self.callable(now));
        if called > self.row.called {
            self.row.called = called;
            self.step(called);
        }
    }

    /// Places below this may be called now: while a presale keeps others out, those that only
    /// members have.
    pub(super) fn callable(&self, now: UnixMillis) -> u32 {
        let presale = self.row.settings.as_ref().and_then(|settings| settings.presale_at(now));
        let from = self.row.general_from.filter(|_| presale.is_some());
        from.map_or(self.row.joined, |from| from.min(self.row.joined))
    }

    pub(super) fn step(&mut self, upto: u32) {
        let clock_ms = self.row.clock_ms;
        let close = self.steps.last().filter(|last| clock_ms - last.clock_ms < STEP_MS);
        let row = StepRow { clock_ms: close.map_or(clock_ms, |last| last.clock_ms), upto };
        if close.is_some() {
            self.steps.pop();
        }
        self.writes.push(Write::Step(row.clone()));
        self.steps.push(row);
    }

    /// Called places within their window that have not been heard of.
    fn outstanding(&self) -> u32 {
        let open = self.row.late..self.row.called;
        let silent = open.filter(|&index| !self.is_settled(Place { lane: Lane::General, index }));
        u32::try_from(silent.count()).unwrap_or(u32::MAX)
    }

    fn is_settled(&self, place: Place) -> bool {
        self.by_place.contains_key(&place)
            || self.waiting.contains_key(&place)
            || self.left.contains_key(&place)
    }

    /// Seats that people who are not in yet could still get; no bound where the sale is not
    /// of seats.
    fn stock_left(&self) -> u32 {
        self.core
            .map(|core| core.stock)
            .filter(|stock| stock.total > 0)
            .map_or(u32::MAX, |s| s.free)
    }

    /// Until when `place` may claim in time, by the wall clock, if nothing stands still.
    pub(super) fn claim_until(&self, place: Place, now: UnixMillis) -> Option<UnixMillis> {
        let window = self.row.settings.as_ref()?.claim_window_ms;
        let step = self.steps.iter().find(|step| place.index < step.upto)?;
        Some(now.plus(step.clock_ms.saturating_add(window) - self.row.clock_ms))
    }
}
