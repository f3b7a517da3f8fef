//! Letting in: who gets a pass, and for how long.

use crate::room::queue::{self, Waiting};
use crate::room::{
    ClaimAnswer, ClaimRefusal, ClaimRequest, FRESH_MS, HandedOut, MeAnswer, MeRequest, PassGrant,
    PassRow, PassState, Place, PlaceState, Room, WaitingRow, Write,
};
use crate::status::Phase;
use crate::sync::RoomEnd;
use crate::time::UnixMillis;

/// When a waiting claim should ask again: soon when a slot may come free any moment …
const RETRY_MS: u32 = 1_000;
/// … a little later for each claim before it, but not later than this.
const RETRY_MAX_MS: u32 = 4_000;

impl Room {
    /// A called visitor takes its turn. Asked again, the same claim gets the same answer.
    pub fn claim(&mut self, request: &ClaimRequest, now: UnixMillis) -> ClaimAnswer {
        self.tick(now);
        let place = request.place;
        if request.epoch != self.row.epoch || place.index >= self.row.joined {
            return ClaimAnswer::Refused(ClaimRefusal::OtherEpoch);
        }
        self.left.remove(&place);
        if !self.by_place.contains_key(&place)
            && let Some(hard_end_ms) = request.handed_out
        {
            if hard_end_ms <= now {
                return ClaimAnswer::Ended(RoomEnd::Expired.as_str().to_owned());
            }
            let &ClaimRequest { jti, visitor, account, .. } = request;
            self.adopt(&HandedOut { jti, place, visitor, account, hard_end_ms }, now);
        }
        if let Some(jti) = self.by_place.get(&place).copied() {
            // A shard that was restored from a copy has set another pass aside; the visitor is
            // the same one.
            let same = |pass: &PassRow| pass.visitor == request.visitor;
            if jti != request.jti && !self.passes.get(&jti).is_some_and(same) {
                return ClaimAnswer::Refused(ClaimRefusal::Replayed);
            }
            self.stay(jti);
            return self.passes.get(&jti).map_or_else(
                || ClaimAnswer::Refused(ClaimRefusal::Replayed),
                |pass| answer_of(pass, self.row.epoch),
            );
        }
        if request.account.is_some_and(|account| self.by_account.contains_key(&account)) {
            return ClaimAnswer::Refused(ClaimRefusal::OtherPass);
        }
        if let Some(refusal) = self.refusal(request, now) {
            return ClaimAnswer::Refused(refusal);
        }
        self.line_up(place, now);
        let ahead = queue::ahead(&self.waiting, place, self.row.late_was_last, now);
        if self.may_admit(now) && ahead < self.free_slots() {
            let grant = self.grant(request, now);
            // A free slot less: whoever comes next has to hear of it at once.
            self.tick(now);
            return grant;
        }
        let retry_after_ms = RETRY_MS.saturating_add(ahead.saturating_mul(50)).min(RETRY_MAX_MS);
        ClaimAnswer::Wait { ahead, retry_after_ms }
    }

    fn refusal(&self, request: &ClaimRequest, now: UnixMillis) -> Option<ClaimRefusal> {
        let place = request.place;
        let presale = self.row.settings.as_ref().and_then(|settings| settings.presale_at(now));
        if self.phase(now) == Phase::Closed {
            Some(ClaimRefusal::Closed)
        } else if place.index >= self.row.called.min(self.callable(now)) {
            Some(ClaimRefusal::NotCalledYet)
        } else if presale.is_some_and(|presale| request.membership < presale.grade) {
            Some(ClaimRefusal::MembersOnly)
        } else if place.index < self.row.gone && !self.waiting.contains_key(&place) {
            Some(ClaimRefusal::WindowOver)
        } else {
            None
        }
    }

    fn line_up(&mut self, place: Place, now: UnixMillis) {
        if let Some(claim) = self.waiting.get_mut(&place) {
            claim.seen = now;
            return;
        }
        let row = WaitingRow { place, late: place.index < self.row.late };
        if !row.late {
            self.shows.came();
        }
        self.writes.push(Write::Waiting(row.clone()));
        self.waiting.insert(place, Waiting { row, seen: now });
    }

    /// Whether anybody may be let in at all now.
    pub(super) fn may_admit(&self, now: UnixMillis) -> bool {
        self.phase(now) == Phase::Open && self.is_fresh(now) && self.whole && !self.is_quiet(now)
    }

    /// Whether the core's last answer is young enough to let people in on.
    pub(super) fn is_fresh(&self, now: UnixMillis) -> bool {
        self.core.is_some_and(|core| (0..=FRESH_MS).contains(&now.since(core.asked)))
    }

    fn grant(&mut self, request: &ClaimRequest, now: UnixMillis) -> ClaimAnswer {
        let (ttl, hard) = self
            .row
            .settings
            .as_ref()
            .map_or((0, 0), |settings| (settings.pass_ttl_ms, settings.pass_hard_ms));
        let hard = now.plus(hard);
        let pass = PassRow {
            jti: request.jti,
            place: request.place,
            visitor: request.visitor,
            account: request.account,
            granted_at: now,
            issued_at: now,
            exp: now.plus(ttl).min(hard),
            hard,
            state: PassState::Live,
            acked: false,
            leaving_since: None,
            busy_until: None,
        };
        if let Some(claim) = self.waiting.remove(&request.place) {
            self.row.late_was_last = claim.row.late;
            self.writes.push(Write::DropWaiting(request.place));
        }
        #[cfg(test)]
        if let Some(counter) = &mut self.counter {
            *counter += 1;
        }
        let answer = answer_of(&pass, self.row.epoch);
        self.row.granted = self.row.granted.saturating_add(1);
        self.put_pass(pass);
        answer
    }

    /// Tells a visitor where it stands, renews its pass if it is to be, and takes back that
    /// it was leaving.
    pub fn me(&mut self, request: &MeRequest, now: UnixMillis) -> MeAnswer {
        self.tick(now);
        let place = request.place;
        let mut answer = MeAnswer {
            state: PlaceState::Gone,
            claim_until_ms: None,
            pass: None,
            renewed: false,
            end_reason: None,
            former: false,
        };
        let proved = request.proved_of.is_none_or(|epoch| self.was_given(epoch, place));
        if request.epoch != self.row.epoch || place.index >= self.row.joined || !proved {
            answer.former = true;
            return answer;
        }
        self.left.remove(&place);
        if let Some(jti) = self.by_place.get(&place).copied() {
            self.stay(jti);
            answer.renewed = request.renew == Some(jti) && self.renew(jti, now);
            if let Some(pass) = self.passes.get(&jti) {
                match answer_of(pass, self.row.epoch) {
                    ClaimAnswer::Granted(grant) => {
                        answer.state = PlaceState::Granted;
                        answer.pass = Some(grant);
                    }
                    ClaimAnswer::Ended(reason) => {
                        answer.state = PlaceState::Ended;
                        answer.end_reason = Some(reason);
                    }
                    ClaimAnswer::Wait { .. } | ClaimAnswer::Refused(_) => {}
                }
            }
            return answer;
        }
        let index = place.index;
        answer.state = if self.waiting.contains_key(&place) {
            PlaceState::Claiming
        } else if index < self.row.gone {
            PlaceState::Gone
        } else if index < self.row.late {
            PlaceState::Late
        } else if index < self.row.called {
            answer.claim_until_ms = self.claim_until(place, now);
            PlaceState::Called
        } else {
            PlaceState::Waiting
        };
        answer
    }

    /// Moves a living pass's `exp` forward, never beyond its hard end. The core is told.
    fn renew(&mut self, jti: crate::id::PassId, now: UnixMillis) -> bool {
        let Some(ttl) = self.row.settings.as_ref().map(|settings| settings.pass_ttl_ms) else {
            return false;
        };
        let Some(pass) = self.passes.get(&jti).filter(|pass| pass.state == PassState::Live) else {
            return false;
        };
        let exp = now.plus(ttl).min(pass.hard);
        if exp <= pass.exp {
            return false;
        }
        self.put_pass(PassRow { exp, issued_at: now, acked: false, ..pass.clone() });
        true
    }
}

/// What a claim for a place that has this pass is answered.
fn answer_of(pass: &PassRow, epoch: u32) -> ClaimAnswer {
    match &pass.state {
        PassState::Live => ClaimAnswer::Granted(PassGrant {
            epoch,
            jti: pass.jti,
            visitor: pass.visitor,
            account: pass.account,
            issued_at_ms: pass.issued_at,
            expires_at_ms: pass.exp,
            hard_end_ms: pass.hard,
        }),
        PassState::Ending(reason) => ClaimAnswer::Ended(reason.as_str().to_owned()),
        PassState::Ended(reason) => ClaimAnswer::Ended(reason.clone()),
    }
}
