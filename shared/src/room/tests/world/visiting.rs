//! What visitors do in the small world.

use uuid::Uuid;

use super::{Person, START, World};
use crate::id::{PassId, VisitorId};
use crate::room::tests::shard::jti_of;
use crate::room::{
    ClaimAnswer, ClaimRequest, Lane, LeaveRequest, MeAnswer, MeRequest, PassGrant, Place,
    PlaceState,
};
use crate::time::UnixMillis;

impl World {
    /// While a presale keeps others out every other one who comes is a member.
    pub(in crate::room::tests) fn join(&mut self, count: u32) {
        self.join_as(count, self.people.len().is_multiple_of(2));
    }

    /// New people join at one of the shards.
    pub(in crate::room::tests) fn join_as(&mut self, count: u32, members: bool) {
        let which = self.people.len() % self.shards.len();
        let known = u128::try_from(self.people.len()).unwrap();
        let visitors: Vec<VisitorId> = (0..u128::from(count))
            .map(|more| VisitorId(Uuid::from_u128(1_000 + known + more)))
            .collect();
        if members {
            self.members.extend(&visitors);
        }
        let Some((epoch, first)) = self.number(which, visitors.clone()) else { return };
        let highest = self.people.iter().filter(|person| !person.forgotten);
        let highest = highest.map(|person| person.place.index).max();
        for (visitor, index) in visitors.into_iter().zip(first..) {
            assert!(highest.is_none_or(|highest| index > highest), "{index} jumps the line");
            let place = Place { lane: Lane::General, index };
            self.people.push(Person {
                visitor,
                shard: which,
                epoch,
                place,
                forgotten: false,
                tokenless: false,
            });
            self.places.push(place);
        }
    }

    /// A batch, until the room has numbered it.
    fn number(&mut self, which: usize, visitors: Vec<VisitorId>) -> Option<(u32, u32)> {
        let early = self.core.settings.presale_at(self.now).is_some();
        let general = early && visitors.iter().any(|one| !self.members.contains(one));
        self.shards[which].open(visitors, general);
        for _ in 0..8 {
            self.prepare();
            let request = self.shards[which].request()?;
            let Some(Ok(answer)) = self.run(|room, _| room.number(&request)) else { continue };
            if let Some(after) = answer.begin_after {
                self.shards[which].begin_anew(self.now, after);
                continue;
            }
            self.shards[which].store(&answer);
            self.last_batch = Some((request, answer.epoch, answer.first));
            return Some((answer.epoch, answer.first));
        }
        panic!("room and shard refuse each other for ever");
    }

    /// The shard did not hear the answer and asks again.
    pub(in crate::room::tests) fn repeat_batch(&mut self) {
        let Some((request, epoch, first)) = self.last_batch else { return };
        self.prepare();
        if self.room.epoch() != epoch {
            return;
        }
        if let Some(answer) = self.run(|room, _| room.number(&request)) {
            let answer = answer.unwrap();
            let same = answer.first == first || answer.begin_after.is_some();
            assert!(same, "a repeated batch got other places");
        }
    }

    /// Somebody's page has noticed that the room has another epoch, or was told so: it joins
    /// again and shows its token.
    fn join_again(&mut self, who: usize) {
        self.prepare();
        let Person { visitor, shard, place, epoch: of, forgotten, tokenless } = self.people[who];
        let epoch = self.room.epoch();
        let known = self.shards[shard].place_of(visitor, epoch);
        let better = known.is_none_or(|known| place.index < known.index);
        if better && !tokenless && !self.shards[shard].is_others(visitor, place, epoch) {
            let me = self.run(|room, now| {
                room.me(&MeRequest { epoch, place, renew: None, proved_of: Some(of) }, now)
            });
            let Some(me) = me else { return };
            if !me.former && !matches!(me.state, PlaceState::Ended | PlaceState::Gone) {
                self.shards[shard].adopt(visitor, place, epoch);
            }
        }
        let (epoch, place) = match self.shards[shard].place_of(visitor, epoch) {
            Some(place) => (epoch, place),
            None => {
                let Some((epoch, first)) = self.number(shard, vec![visitor]) else { return };
                (epoch, Place { lane: Lane::General, index: first })
            }
        };
        let was = self.people[who].place;
        let over = place.index > was.index && self.turn_is_over(was);
        assert!(
            forgotten || over || place.index <= was.index,
            "a place got worse: {} became {}",
            was.index,
            place.index
        );
        self.people[who] =
            Person { epoch, place, forgotten: false, tokenless: false, ..self.people[who] };
        self.places[who] = place;
        let others = self.people.iter().enumerate().filter(|(other, _)| *other != who);
        let twice = others.filter(|(_, other)| !other.forgotten && other.place == place).count();
        assert_eq!(twice, 0, "{} was given twice", place.index);
    }

    /// Whether a place has had its turn: who joins again then gets a new one.
    fn turn_is_over(&mut self, place: Place) -> bool {
        let request = MeRequest { epoch: self.room.epoch(), place, renew: None, proved_of: None };
        let me = self.run(|room, now| room.me(&request, now));
        me.is_none_or(|me| matches!(me.state, PlaceState::Ended | PlaceState::Gone))
    }

    /// The person at a place, with a token of the room's life.
    fn at(&mut self, place: Place) -> Option<usize> {
        self.prepare();
        let who = self.people.iter().position(|person| person.place == place)?;
        if self.people[who].epoch != self.room.epoch() {
            self.join_again(who);
        }
        Some(who)
    }

    pub(in crate::room::tests) fn jti(place: Place) -> PassId {
        let visitor = VisitorId(Uuid::from_u128(1_000 + u128::from(place.index)));
        jti_of(visitor, START.0.unsigned_abs().into())
    }

    pub(in crate::room::tests) fn claim(&mut self, place: Place) -> Option<ClaimAnswer> {
        let who = self.at(place)?;
        let Person { visitor, shard, place, epoch, .. } = self.people[who];
        if self.shards[shard].place_of(visitor, epoch) != Some(place) {
            // The shard knows nothing of it: the token is shown again.
            self.join_again(who);
            return None;
        }
        let (jti, handed_out) = self.shards[shard].claiming(visitor);
        let request = ClaimRequest {
            epoch: self.people[who].epoch,
            place: self.people[who].place,
            jti,
            visitor,
            account: None,
            handed_out,
            membership: if self.members.contains(&visitor) { 2 } else { 0 },
        };
        let (place, before) = (request.place, self.given.len());
        let answer = self.run(|room, now| room.claim(&request, now))?;
        if let ClaimAnswer::Granted(grant) = &answer {
            self.shards[shard].handed_out(place, grant);
            self.gave(place, grant);
            let new = self.given.len() > before;
            let presale = self.room.settings().and_then(|settings| settings.presale_at(self.now));
            let early = presale.is_some() && !self.members.contains(&visitor);
            assert!(!new || !early, "{} came in before the general sale", place.index);
            let (alive, cap) = (self.alive(), self.room.cap_in_force());
            assert!(!new || alive <= cap, "{alive} passes live under a cap of {cap}");
        }
        Some(answer)
    }

    pub(in crate::room::tests) fn me(&mut self, place: Place, renew: bool) -> Option<MeAnswer> {
        let who = self.at(place)?;
        let Person { epoch, place, visitor, shard, .. } = self.people[who];
        let renew = renew.then(|| self.shards[shard].pass_of(visitor)).flatten();
        let request = MeRequest { epoch, place, renew, proved_of: None };
        let answer = self.run(|room, now| room.me(&request, now))?;
        if let Some(grant) = answer.pass {
            self.gave(place, &grant);
        }
        Some(answer)
    }

    fn gave(&mut self, place: Place, grant: &PassGrant) {
        assert!(grant.expires_at_ms <= grant.hard_end_ms);
        let (_, exp) = self.given.entry(grant.jti).or_insert((place, grant.expires_at_ms));
        *exp = grant.expires_at_ms.max(*exp);
        let now = self.now;
        let lives = |(jti, (at, exp)): &(&PassId, &(Place, UnixMillis))| {
            *at == place && now < *exp && !self.core.dead.contains(jti) && !self.lost.contains(jti)
        };
        let count = self.given.iter().filter(lives).count();
        assert!(count <= 1, "place {} has two passes", place.index);
    }

    /// Passes that could still do something at the core: the measure that the cap is for.
    pub(in crate::room::tests) fn alive(&self) -> u32 {
        let lives = |(jti, (_, exp)): &(&PassId, &(Place, UnixMillis))| {
            let dead = self.core.dead.contains(jti) || self.lost.contains(jti);
            !dead && (self.now < *exp || self.core.busy.contains(jti))
        };
        u32::try_from(self.given.iter().filter(lives).count()).unwrap()
    }

    /// The pass that somebody at a place was given last.
    pub(in crate::room::tests) fn pass_at(&self, place: Place) -> Option<(PassId, UnixMillis)> {
        let at = self.given.iter().filter(|(_, (at, _))| *at == place);
        at.map(|(jti, (_, exp))| (*jti, *exp)).max_by_key(|(_, exp)| *exp)
    }

    pub(in crate::room::tests) fn leave(&mut self, place: Place) {
        let Some(who) = self.at(place) else { return };
        let Person { epoch, place, .. } = self.people[who];
        let request = LeaveRequest { epoch, place };
        self.run(|room, now| room.leave(&request, now));
    }
}
