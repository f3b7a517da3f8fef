//! The specification of the Lua scripts, in plain Rust.
//!
//! One performance, no Redis: what each script has to answer and to leave behind. A property
//! test drives both with the same calls and compares answer and state after every step. The map
//! is not stored here but derived, so that what the scripts keep incrementally is checked.

use std::collections::{BTreeMap, BTreeSet};

use frontrow_shared::id::{AccountId, HoldId, SeatNo};
use frontrow_shared::seatmap::SeatState;
use frontrow_shared::time::UnixMillis;

use super::record::HoldRecord;
use super::scripts::{
    DueHold, ExtendAnswer, ExtendCall, HoldAnswer, HoldCall, MineAnswer, Projected,
};
use crate::catalog::WindowError;

/// A seat's claim: whose fence stands on it and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Fence of the hold.
    pub fence: i64,
    /// When it runs out, unix ms.
    pub expires_ms: i64,
    /// Whose hold.
    pub account: AccountId,
}

/// Everything that Redis keeps of a ready performance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Model {
    /// Version of the map.
    pub version: i64,
    /// What PostgreSQL last said of each seat: version and state.
    pub truth: Vec<(i64, SeatState)>,
    /// Claims.
    pub claims: BTreeMap<SeatNo, Claim>,
    /// Holds.
    pub holds: BTreeMap<AccountId, HoldRecord>,
    /// Seats that somebody waits for.
    pub waited: BTreeSet<SeatNo>,
}

impl Model {
    /// What a rebuild leaves: PostgreSQL's states, no hold.
    #[must_use]
    pub fn rebuilt(version: i64, truth: Vec<(i64, SeatState)>, waited: BTreeSet<SeatNo>) -> Self {
        Self { version, truth, waited, ..Self::default() }
    }

    /// What the map shows of each seat.
    #[must_use]
    pub fn map(&self) -> Vec<SeatState> {
        let shown = |(seat, (_, truth)): (usize, &(i64, SeatState))| {
            let seat = SeatNo::try_from(seat).unwrap_or(SeatNo::MAX);
            match truth {
                SeatState::Free if self.claims.contains_key(&seat) => SeatState::Held,
                SeatState::Free if self.waited.contains(&seat) => SeatState::Blocked,
                other => *other,
            }
        };
        self.truth.iter().enumerate().map(shown).collect()
    }

    /// `hold.lua`
    pub fn hold(&mut self, now: i64, call: &HoldCall) -> HoldAnswer {
        if let Some(refusal) = self.misshapen(call) {
            return refusal;
        }
        if let Some(own) = self.holds.get(&call.account) {
            return match own {
                own if own.expires_ms <= now => HoldAnswer::Lapsed,
                own if request(own.hold) != request(call.hold) => HoldAnswer::Holding(own.hold),
                own if own.seats != call.seats => HoldAnswer::Reused,
                own => HoldAnswer::Held { now_ms: now, record: own.clone() },
            };
        }
        match call.window.admits(call.grade, UnixMillis(now)) {
            Err(WindowError::NotOpen { opens_at }) => return HoldAnswer::NotOpen(opens_at.0),
            Err(WindowError::MembersOnly { general_opens_at, .. }) => {
                return HoldAnswer::Membership(general_opens_at.0);
            }
            Err(WindowError::Over) => return HoldAnswer::Over,
            Ok(()) => {}
        }
        let free = |seat: &SeatNo| self.can_be_held(*seat, now);
        let taken: Vec<SeatNo> = call.seats.iter().copied().filter(|seat| !free(seat)).collect();
        if !taken.is_empty() {
            return HoldAnswer::Taken(taken);
        }
        self.version += 1;
        let record = HoldRecord {
            hold: call.hold,
            fence: self.version,
            expires_ms: now + call.ttl_ms,
            born_ms: now,
            extended: false,
            pass: call.pass,
            seats: call.seats.clone(),
        };
        self.claim(call.account, &record);
        HoldAnswer::Held { now_ms: now, record }
    }

    /// `extend.lua`
    pub fn extend(&mut self, now: i64, call: &ExtendCall) -> ExtendAnswer {
        let MineAnswer::Held { mut record, .. } = self.mine(now, call.account) else {
            return ExtendAnswer::Lost;
        };
        if record.hold != call.hold {
            return ExtendAnswer::Lost;
        }
        let mut later = call.until_ms;
        if call.by_ms > 0 {
            if record.extended {
                return ExtendAnswer::NotExtendable;
            }
            record.extended = true;
            later = record.expires_ms + call.by_ms;
        }
        record.expires_ms = record.expires_ms.max(later.min(record.born_ms + call.limit_ms));
        self.claim(call.account, &record);
        ExtendAnswer::Held { now_ms: now, record }
    }

    /// `mine.lua`
    #[must_use]
    pub fn mine(&self, now: i64, account: AccountId) -> MineAnswer {
        let Some(own) = self.holds.get(&account) else { return MineAnswer::None };
        let whole = own.seats.iter().all(|seat| self.carries(*seat, own.fence));
        if own.expires_ms <= now || !whole {
            return MineAnswer::Lost;
        }
        MineAnswer::Held { now_ms: now, record: own.clone() }
    }

    /// `release.lua`
    pub fn release(&mut self, account: AccountId, hold: HoldId) -> Option<i64> {
        self.holds.get(&account).filter(|own| own.hold == hold)?;
        let freed = self.end(account);
        self.version += i64::from(freed > 0);
        Some(freed)
    }

    /// `due.lua`, without a limit; in the order in which they ran out.
    #[must_use]
    pub fn due(&self, now: i64) -> Vec<DueHold> {
        let mut due: Vec<_> = self.holds.iter().filter(|(_, own)| own.expires_ms <= now).collect();
        due.sort_by_key(|(account, own)| (own.expires_ms, account.0.simple().to_string()));
        due.into_iter()
            .map(|(account, own)| DueHold { account: *account, hold: own.hold, pass: own.pass })
            .collect()
    }

    /// `sweep.lua`
    pub fn sweep(&mut self, now: i64, named: &[DueHold]) -> i64 {
        let (mut ended, mut freed) = (0, 0);
        for DueHold { account, hold, .. } in named {
            let own = self.holds.get(account);
            if own.is_some_and(|own| own.hold == *hold && own.expires_ms <= now) {
                freed += self.end(*account);
                ended += 1;
            }
        }
        self.version += i64::from(freed > 0);
        ended
    }

    /// `project.lua`
    pub fn project(&mut self, seats: &[Projected]) -> i64 {
        let mut changed = 0;
        for news in seats {
            let known = usize::try_from(news.seat).ok().and_then(|seat| self.truth.get_mut(seat));
            let Some(known) = known.filter(|known| known.0 < news.version) else { continue };
            *known = (news.version, news.state);
            changed += 1;
            if let Some(claim) = self.claims.remove(&news.seat) {
                let claims = &self.claims;
                let left = claims.values().any(|other| other.fence == claim.fence);
                if !left && self.holds.get(&claim.account).is_some_and(|h| h.fence == claim.fence) {
                    self.holds.remove(&claim.account);
                }
            }
        }
        self.version += i64::from(changed > 0);
        changed
    }

    fn misshapen(&self, call: &HoldCall) -> Option<HoldAnswer> {
        if call.seats.is_empty() {
            return Some(HoldAnswer::NoSeats);
        }
        if call.seats.len() > usize::try_from(call.max_seats).unwrap_or(0) {
            return Some(HoldAnswer::TooMany);
        }
        let mut seen = BTreeSet::new();
        call.seats.iter().find_map(|seat| {
            let known = usize::try_from(*seat).is_ok_and(|seat| seat < self.truth.len());
            if !known {
                return Some(HoldAnswer::Unknown(seat.to_string()));
            }
            (!seen.insert(seat)).then(|| HoldAnswer::Duplicate(seat.to_string()))
        })
    }

    /// Free, or claimed by a hold that has run out while nobody waits.
    fn can_be_held(&self, seat: SeatNo, now: i64) -> bool {
        let truth = usize::try_from(seat).ok().and_then(|seat| self.truth.get(seat));
        let ours = truth.is_some_and(|(_, state)| *state == SeatState::Free);
        ours && !self.waited.contains(&seat)
            && self.claims.get(&seat).is_none_or(|claim| claim.expires_ms <= now)
    }

    fn carries(&self, seat: SeatNo, fence: i64) -> bool {
        self.claims.get(&seat).is_some_and(|claim| claim.fence == fence)
    }

    fn claim(&mut self, account: AccountId, record: &HoldRecord) {
        let claim = Claim { fence: record.fence, expires_ms: record.expires_ms, account };
        self.claims.extend(record.seats.iter().map(|seat| (*seat, claim)));
        self.holds.insert(account, record.clone());
    }

    /// Removes a hold and what carries its fence; how many seats that were.
    fn end(&mut self, account: AccountId) -> i64 {
        let Some(own) = self.holds.remove(&account) else { return 0 };
        let before = self.claims.len();
        self.claims.retain(|_, claim| claim.fence != own.fence);
        i64::try_from(before - self.claims.len()).unwrap_or(i64::MAX)
    }
}

/// The half of a hold's id that stands for the request.
fn request(hold: HoldId) -> u64 {
    hold.0.as_u64_pair().0
}
