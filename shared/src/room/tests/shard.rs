//! A shard as the edge's are, with what it stores.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::id::{PassId, VisitorId};
use crate::room::{
    HandedOut, Lane, NumberAnswer, NumberRequest, PassGrant, Place, ShardMemory, mark_of,
};
use crate::time::UnixMillis;

#[derive(Clone)]
pub(super) struct Shard {
    number: u16,
    born: UnixMillis,
    epoch: u32,
    seq: u64,
    open: Option<(Vec<VisitorId>, bool)>,
    general: BTreeSet<VisitorId>,
    places: BTreeMap<VisitorId, (u32, Place)>,
    /// The pass that is set aside for a visitor, and how many were.
    aside: BTreeMap<VisitorId, PassId>,
    passes: BTreeMap<PassId, HandedOut>,
}

/// The `n`th pass that is set aside for a visitor.
pub(super) fn jti_of(visitor: VisitorId, n: u128) -> PassId {
    PassId(Uuid::from_u128((visitor.0.as_u128() << 64) + n))
}

impl Shard {
    pub(super) fn new(number: u16, born: UnixMillis) -> Self {
        Self {
            number,
            born,
            epoch: 0,
            seq: 0,
            open: None,
            general: BTreeSet::new(),
            places: BTreeMap::new(),
            aside: BTreeMap::new(),
            passes: BTreeMap::new(),
        }
    }

    pub(super) fn memory(&self, now: UnixMillis) -> ShardMemory {
        let current = || self.places.iter().filter(|(_, (epoch, _))| *epoch == self.epoch);
        let general = current().filter(|(visitor, _)| self.general.contains(visitor));
        ShardMemory {
            epoch: self.epoch,
            joined: current().map(|(_, (_, place))| place.index + 1).max().unwrap_or(0),
            general_from: general.map(|(_, (_, place))| place.index + 1).min().unwrap_or(0),
            handed_out: u32::try_from(self.passes.len()).unwrap(),
            passes: self.passes.values().filter(|pass| pass.hard_end_ms > now).copied().collect(),
        }
    }

    pub(super) fn hear_of(&mut self, epoch: u32) {
        for (of, _) in self.places.values_mut().filter(|(of, _)| *of == self.epoch) {
            *of = epoch;
        }
        self.epoch = epoch;
    }

    pub(super) fn open(&mut self, visitors: Vec<VisitorId>, general: bool) {
        self.seq += u64::from(self.open.is_none());
        if general {
            self.general.extend(&visitors);
        }
        self.open = Some((visitors, general));
    }

    pub(super) fn request(&self) -> Option<NumberRequest> {
        let (visitors, general) = self.open.as_ref()?;
        let count = u32::try_from(visitors.len()).unwrap();
        let (shard, born, seq, mark) = (self.number, self.born, self.seq, mark_of(visitors));
        Some(NumberRequest { shard, born, seq, count, mark, general: *general })
    }

    pub(super) fn begin_anew(&mut self, now: UnixMillis, after: UnixMillis) {
        self.born = now.max(after.plus(1));
        self.seq = 1;
    }

    pub(super) fn store(&mut self, answer: &NumberAnswer) {
        let (visitors, _) = self.open.take().unwrap_or_default();
        for (visitor, index) in visitors.into_iter().zip(answer.first..) {
            let place = Place { lane: Lane::General, index };
            self.places.insert(visitor, (answer.epoch, place));
            self.aside.remove(&visitor);
        }
        self.hear_of(answer.epoch);
    }

    pub(super) fn place_of(&self, visitor: VisitorId, epoch: u32) -> Option<Place> {
        self.places.get(&visitor).filter(|(of, _)| *of == epoch).map(|(_, place)| *place)
    }

    pub(super) fn is_others(&self, visitor: VisitorId, place: Place, epoch: u32) -> bool {
        self.places.iter().any(|(other, at)| *other != visitor && *at == (epoch, place))
    }

    pub(super) fn adopt(&mut self, visitor: VisitorId, place: Place, epoch: u32) {
        self.places.insert(visitor, (epoch, place));
    }

    /// The pass set aside for a visitor, and its last end if it was handed out.
    pub(super) fn claiming(&mut self, visitor: VisitorId) -> (PassId, Option<UnixMillis>) {
        let fresh = jti_of(visitor, self.born.0.unsigned_abs().into());
        let jti = *self.aside.entry(visitor).or_insert(fresh);
        (jti, self.passes.get(&jti).map(|pass| pass.hard_end_ms))
    }

    pub(super) fn handed_out(&mut self, place: Place, grant: &PassGrant) {
        let PassGrant { jti, visitor, account, hard_end_ms, .. } = *grant;
        self.aside.insert(visitor, jti);
        self.passes.insert(jti, HandedOut { jti, place, visitor, account, hard_end_ms });
    }

    pub(super) fn pass_of(&self, visitor: VisitorId) -> Option<PassId> {
        self.aside.get(&visitor).copied()
    }
}
