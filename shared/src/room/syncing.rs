//! The room's side of the sync: what it reports, and how it takes an answer in.
//!
//! Answers may come late, twice or never. Taking one in is safe in any order: an entry is
//! acknowledged only as it was reported, and a slot is given back only on what the core said
//! about the pass as it is now.

use std::collections::BTreeMap;

use crate::id::PassId;
use crate::room::{Core, PassRow, PassState, Room, SLOT_BACK_MS};
use crate::sync::{
    ANSWER_MAX, GrantedPass, REPORTED_MAX, RoomEnd, RoomEnded, SyncAnswer, SyncReport,
};
use crate::time::UnixMillis;

impl Room {
    /// What the core has to know now.
    pub fn report(&mut self, now: UnixMillis) -> SyncReport {
        self.tick(now);
        self.silent_since.get_or_insert(now);
        self.reported = Some(now);
        self.changed = false;
        let rows = || self.unacked.iter().filter_map(|jti| self.passes.get(jti));
        let granted = rows().filter(|pass| pass.state == PassState::Live).map(granted);
        let ended = rows().filter_map(|pass| {
            let reason = match &pass.state {
                PassState::Live => return None,
                PassState::Ending(reason) => *reason,
                PassState::Ended(_) => RoomEnd::Expired,
            };
            Some(RoomEnded { jti: pass.jti, reason })
        });
        let in_question = |pass: &&PassRow| pass.state == PassState::Live && is_due(pass, now);
        let mut expiring: Vec<&PassRow> = self
            .holding
            .iter()
            .filter_map(|jti| self.passes.get(jti))
            .filter(in_question)
            .collect();
        // The longest due first: beyond the limit the others follow as these are settled.
        expiring.sort_by_key(|pass| pass.exp);
        SyncReport {
            epoch: self.row.epoch,
            granted: granted.take(REPORTED_MAX).collect(),
            ended: ended.take(REPORTED_MAX).collect(),
            expiring: expiring.into_iter().take(REPORTED_MAX).map(|pass| pass.jti).collect(),
            cursor: self.row.cursor.clone(),
            active: self.active(),
            waiting: self.row.joined - self.row.called,
            called: self.row.called,
            wakes_at_ms: self.next_wake(now),
            heights: self.heights(),
        }
    }

    /// Takes in what the core answered to `sent`, a report made at `asked`.
    pub fn answered(
        &mut self,
        asked: UnixMillis,
        sent: &SyncReport,
        answer: &SyncAnswer,
        now: UnixMillis,
    ) {
        if sent.epoch != self.row.epoch {
            return;
        }
        for ended in answer.ended.iter().take(ANSWER_MAX) {
            self.ended_by_core(ended.jti, &ended.reason);
        }
        if sent.cursor == self.row.cursor {
            self.row.cursor.clone_from(&answer.cursor);
        }
        self.acknowledge(sent, answer);
        self.settle_expiring(asked, sent, answer);
        // An older answer that comes late says nothing about how things are now.
        if asked <= now && self.core.is_none_or(|core| core.asked <= asked) {
            self.core = Some(Core {
                asked,
                cap: answer.cap,
                health: answer.health,
                stock: answer.stock,
                foreign_active: answer.foreign_active,
            });
            self.silent_since = None;
            let settings = Some(answer.settings.clone());
            self.changed |= self.row.settings != settings;
            self.row.settings = settings;
        }
        // A core of an older version keeps nothing of a room's former lives.
        self.reminded(&answer.known.unwrap_or_default(), &answer.living, now);
        self.tick(now);
    }

    fn ended_by_core(&mut self, jti: PassId, reason: &str) {
        #[cfg(test)]
        if let Some(counter) = &mut self.counter {
            *counter -= 1;
        }
        let Some(pass) = self.passes.get(&jti).filter(|pass| pass.state.holds_slot()) else {
            return;
        };
        // What is stored and shown is bounded, whatever comes in.
        let reason: String = reason.chars().take(32).collect();
        self.put_pass(PassRow { state: PassState::Ended(reason), acked: true, ..pass.clone() });
    }

    fn acknowledge(&mut self, sent: &SyncReport, answer: &SyncAnswer) {
        let reported: BTreeMap<PassId, &GrantedPass> =
            sent.granted.iter().map(|pass| (pass.jti, pass)).collect();
        let ended: BTreeMap<PassId, RoomEnd> =
            sent.ended.iter().map(|pass| (pass.jti, pass.reason)).collect();
        for jti in answer.acked.iter().take(ANSWER_MAX) {
            let Some(pass) = self.passes.get(jti).filter(|pass| !pass.acked) else { continue };
            let state = match &pass.state {
                // As it was reported: a pass renewed since has to be told again.
                PassState::Live
                    if reported.get(jti).is_some_and(|then| **then == granted(pass)) =>
                {
                    PassState::Live
                }
                PassState::Ending(reason) if ended.contains_key(jti) => {
                    PassState::Ended(reason.as_str().to_owned())
                }
                PassState::Ended(reason) if ended.contains_key(jti) => {
                    PassState::Ended(reason.clone())
                }
                _ => continue,
            };
            self.put_pass(PassRow { state, acked: true, ..pass.clone() });
        }
    }

    /// Ends the passes in question that no order needs.
    fn settle_expiring(&mut self, asked: UnixMillis, sent: &SyncReport, answer: &SyncAnswer) {
        let busy: BTreeMap<PassId, UnixMillis> =
            answer.busy.iter().take(ANSWER_MAX).map(|busy| (busy.jti, busy.until_ms)).collect();
        for jti in &sent.expiring {
            let Some(pass) = self.passes.get(jti).filter(|pass| pass.state == PassState::Live)
            else {
                continue;
            };
            let pass = pass.clone();
            if let Some(until) = busy.get(jti) {
                self.put_pass(PassRow { busy_until: Some(*until), ..pass });
            } else if asked >= pass.exp.plus(SLOT_BACK_MS) {
                // The core was asked when no order could be made under the pass any more.
                let state = PassState::Ended(RoomEnd::Expired.as_str().to_owned());
                self.put_pass(PassRow { state, acked: false, ..pass });
            } else if pass.has_left(asked) {
                let state = PassState::Ending(RoomEnd::Left);
                self.put_pass(PassRow { state, acked: false, ..pass });
            }
        }
    }
}

/// A pass as it is reported.
fn granted(pass: &PassRow) -> GrantedPass {
    GrantedPass {
        jti: pass.jti,
        visitor: pass.visitor,
        account: pass.account,
        place: pass.place.index,
        exp_ms: pass.exp,
        hard_end_ms: pass.hard,
    }
}

/// Whether the core has to be asked if an order needs this pass: it has run out or its holder
/// has left, and the last answer to that question is used up.
fn is_due(pass: &PassRow, now: UnixMillis) -> bool {
    (now >= pass.exp || pass.has_left(now)) && pass.busy_until.is_none_or(|until| until <= now)
}
