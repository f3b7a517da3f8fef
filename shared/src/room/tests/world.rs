use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::shard::{Shard, jti_of};
use crate::id::{PassId, SaleId, VisitorId};
use crate::room::{
    ClaimAnswer, ClaimRequest, Lane, LeaveRequest, MeAnswer, MeRequest, NumberRequest,
    NumberingRow, PassGrant, PassRow, Place, PlaceState, Room, RoomRow, Rows, ShardMemory, StepRow,
    WaitingRow, Write,
};
use crate::sync::{
    BusyPass, CoreEnded, GrantedPass, Heights, Mode, RoomSettings, Stock, SyncAnswer, SyncReport,
};
use crate::time::UnixMillis;

pub(super) const START: UnixMillis = UnixMillis(1_760_000_000_000);
pub(super) const TTL_MS: i64 = 40_000;
pub(super) const HARD_MS: i64 = 90_000;
pub(super) const WINDOW_MS: i64 = 10_000;

/// What was written and survives a kill.
#[derive(Clone, Default)]
struct Storage {
    room: Option<RoomRow>,
    numberings: BTreeMap<u16, NumberingRow>,
    steps: BTreeMap<i64, StepRow>,
    passes: BTreeMap<PassId, PassRow>,
    waiting: BTreeMap<Place, WaitingRow>,
}

impl Storage {
    fn apply(&mut self, write: Write) {
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

    fn rows(&self) -> Rows {
        Rows {
            room: self.room.clone(),
            numberings: self.numberings.values().cloned().collect(),
            steps: self.steps.values().cloned().collect(),
            passes: self.passes.values().cloned().collect(),
            waiting: self.waiting.values().cloned().collect(),
        }
    }
}

/// A core that does what sync.rs says, and repeats itself.
pub(super) struct FakeCore {
    pub(super) settings: RoomSettings,
    pub(super) cap: u32,
    pub(super) stock: Stock,
    known: BTreeMap<PassId, (u32, GrantedPass)>,
    pub(super) dead: BTreeSet<PassId>,
    heights: Heights,
    log: Vec<CoreEnded>,
    pub(super) busy: BTreeSet<PassId>,
}

impl FakeCore {
    pub(super) fn end(&mut self, jti: PassId, reason: &str) {
        self.busy.remove(&jti);
        if self.dead.insert(jti) {
            self.log.push(CoreEnded { jti, reason: reason.to_owned() });
        }
    }

    pub(super) fn answer(&mut self, report: &SyncReport, now: UnixMillis) -> SyncAnswer {
        let mut acked = Vec::new();
        // Some of the list is told again each time.
        let from = report.cursor.parse::<usize>().unwrap_or(0).saturating_sub(2);
        let mut over = self.log[from.min(self.log.len())..].to_vec();
        for pass in &report.granted {
            self.known.insert(pass.jti, (report.epoch, pass.clone()));
            acked.push(pass.jti);
            if self.dead.contains(&pass.jti) {
                over.push(CoreEnded { jti: pass.jti, reason: "over".to_owned() });
            }
        }
        for ended in &report.ended {
            self.dead.insert(ended.jti);
            acked.push(ended.jti);
        }
        let until_ms = now.plus(15_000);
        let busy = report.expiring.iter().filter(|jti| self.busy.contains(jti));
        let busy = busy.map(|&jti| BusyPass { jti, until_ms }).collect();
        let foreign = self.known.values().filter(|(epoch, pass)| {
            let lives = now < pass.exp_ms.plus(5_000) || self.busy.contains(&pass.jti);
            *epoch != report.epoch && lives && !self.dead.contains(&pass.jti)
        });
        let foreign: Vec<GrantedPass> = foreign.map(|(_, pass)| pass.clone()).collect();
        let (mine, told) = (&mut self.heights, &report.heights);
        *mine = Heights {
            epoch: mine.epoch.max(told.epoch),
            joined: mine.joined.max(told.joined),
            called: mine.called.max(told.called),
            late: mine.late.max(told.late),
            gone: mine.gone.max(told.gone),
            granted: mine.granted.max(told.granted),
            general_from: mine.general_from.max(told.general_from),
        };
        SyncAnswer {
            acked,
            ended: over,
            cursor: self.log.len().to_string(),
            busy,
            settings: self.settings.clone(),
            stock: self.stock,
            cap: self.cap,
            health: 100,
            foreign_active: u32::try_from(foreign.len()).unwrap(),
            living: foreign.into_iter().take(2).collect(),
            known: Some(self.heights),
            now_ms: now,
        }
    }
}

/// Somebody with a queue token.
#[derive(Clone, Copy)]
pub(super) struct Person {
    pub(super) visitor: VisitorId,
    shard: usize,
    epoch: u32,
    pub(super) place: Place,
    /// Room and shard have both lost this place before the core was told of it.
    forgotten: bool,
    /// Its token has been lost too.
    tokenless: bool,
}

pub(super) struct World {
    pub(super) now: UnixMillis,
    /// The latest moment that any clock has shown.
    pub(super) latest: UnixMillis,
    pub(super) room: Room,
    storage: Storage,
    copy: Storage,
    shards: Vec<Shard>,
    copies: Vec<Shard>,
    pub(super) core: FakeCore,
    /// The place of each visitor who has joined.
    pub(super) places: Vec<Place>,
    people: Vec<Person>,
    pub(super) members: BTreeSet<VisitorId>,
    last_batch: Option<(NumberRequest, u32, u32)>,
    /// Answers on their way.
    pub(super) delayed: Vec<(UnixMillis, SyncReport, SyncAnswer)>,
    /// The end of each pass ever given out.
    pub(super) given: BTreeMap<PassId, (Place, UnixMillis)>,
    /// Passes that room and shards have both lost before the core was told of them.
    lost: BTreeSet<PassId>,
    /// Whether a shard has lost anything since the room was whole.
    shards_lost: bool,
    pub(super) crash_before_write: bool,
    /// Begin anew without asking anybody what came before.
    pub(super) ask_nobody: bool,
    /// Count with a counter that every report of an end lowers, as the seeds do.
    guard_off: bool,
}

impl World {
    pub(super) fn new(cap: u32) -> Self {
        Self::with_shards(cap, 1)
    }

    pub(super) fn with_shards(cap: u32, shards: u16) -> Self {
        let settings = RoomSettings {
            sale: SaleId(Uuid::from_u128(1)),
            mode: Mode::Scheduled,
            lobby_opens_at_ms: START,
            opens_at_ms: START,
            closes_at_ms: START.plus(86_400_000),
            cap: 1_000,
            claim_window_ms: WINDOW_MS,
            pass_ttl_ms: TTL_MS,
            pass_hard_ms: HARD_MS,
            title: "Hot".to_owned(),
            presale: None,
        };
        let mut room = Room::load(Rows::default(), START);
        room.learn(settings.clone());
        let core = FakeCore {
            settings,
            cap,
            stock: Stock { free: 10_000, total: 10_000 },
            known: BTreeMap::new(),
            dead: BTreeSet::new(),
            heights: Heights::default(),
            log: Vec::new(),
            busy: BTreeSet::new(),
        };
        let shards: Vec<Shard> = (0..shards).map(|number| Shard::new(number, START)).collect();
        Self {
            now: START,
            latest: START,
            room,
            storage: Storage::default(),
            copy: Storage::default(),
            copies: shards.clone(),
            shards,
            core,
            places: Vec::new(),
            people: Vec::new(),
            members: BTreeSet::new(),
            last_batch: None,
            delayed: Vec::new(),
            given: BTreeMap::new(),
            lost: BTreeSet::new(),
            shards_lost: false,
            crash_before_write: false,
            ask_nobody: false,
            guard_off: false,
        }
    }

    pub(super) fn take_guard_off(&mut self) {
        self.guard_off = true;
        self.room.counter = Some(0);
    }

    /// Runs a command as the shell does: rows first, then the answer, unless it dies before.
    fn run<T>(&mut self, command: impl FnOnce(&mut Room, UnixMillis) -> T) -> Option<T> {
        let (epoch, called) = (self.room.row.epoch, self.room.row.called);
        let answer = command(&mut self.room, self.now);
        let moved_back = self.room.row.epoch == epoch && self.room.row.called < called;
        assert!(!moved_back, "called has moved back");
        if std::mem::take(&mut self.crash_before_write) {
            self.kill();
            return None;
        }
        for write in self.room.take_writes() {
            self.storage.apply(write);
        }
        Some(answer)
    }

    /// What the shell does before it numbers or lets in: hears the shards and the core, and
    /// tells the shards of the epoch.
    fn prepare(&mut self) {
        for _ in 0..4 {
            if self.room.is_whole() {
                return;
            }
            let mut memories: Vec<ShardMemory> =
                self.shards.iter().map(|shard| shard.memory(self.now)).collect();
            if self.ask_nobody {
                memories.clear();
            }
            self.run(|room, now| room.recall(&memories, now));
            self.sync_now();
            if !self.room.heard_shards {
                // It died meanwhile.
                continue;
            }
            let epoch = self.room.epoch();
            self.shards.iter_mut().for_each(|shard| shard.hear_of(epoch));
            self.run(|room, _| room.introduced(epoch));
            if self.room.is_whole() {
                self.note_what_is_forgotten();
            }
        }
    }

    /// What all have lost between two reports cannot be known; the rest is nobody's excuse.
    fn note_what_is_forgotten(&mut self) {
        if !std::mem::take(&mut self.shards_lost) || self.ask_nobody {
            return;
        }
        let (joined, epoch) = (self.room.row.joined, self.room.epoch());
        for person in &mut self.people {
            person.forgotten |= person.place.index >= joined;
            // Restored to its own life, the room cannot tell such a token from one of now.
            person.tokenless |= person.forgotten && person.epoch == epoch;
        }
        if self.room.is_quiet(self.now) {
            return;
        }
        for jti in self.given.keys() {
            let told = self.core.known.contains_key(jti);
            if !told && !self.room.passes.contains_key(jti) {
                self.lost.insert(*jti);
            }
        }
    }

    pub(super) fn kill(&mut self) {
        let counter = self.room.counter;
        self.room = Room::load(self.storage.rows(), self.now);
        if self.room.settings().is_none() {
            self.room.learn(self.core.settings.clone());
        }
        self.room.counter = counter;
    }

    /// Copies of everything that is stored are made.
    pub(super) fn copy(&mut self) {
        self.copy = self.storage.clone();
        self.copies = self.shards.clone();
    }

    /// The room's storage is lost, or what the last copy has of it comes back.
    pub(super) fn lose_room(&mut self, restore: bool) {
        // Two lives of a room are told apart by the second of their birth at the least.
        self.advance(1_000);
        // Whose place all have forgotten before does not come back with a token of then: what
        // was given anew since, nobody could tell after a second such loss.
        for person in &mut self.people {
            person.tokenless |= person.forgotten;
        }
        self.storage = if restore { self.copy.clone() } else { Storage::default() };
        self.kill();
    }

    /// The same for a shard. Its life begins anew with its storage; so does the room's object, as
    /// after every restart.
    pub(super) fn lose_shard(&mut self, which: usize, restore: bool) {
        let which = which % self.shards.len();
        let number = u16::try_from(which).unwrap();
        self.shards[which] =
            if restore { self.copies[which].clone() } else { Shard::new(number, self.now) };
        self.shards_lost = true;
    }

    pub(super) fn advance(&mut self, ms: i64) {
        self.now = self.now.plus(ms);
        self.latest = self.latest.max(self.now);
    }

    /// While a presale keeps others out every other one who comes is a member.
    pub(super) fn join(&mut self, count: u32) {
        self.join_as(count, self.people.len().is_multiple_of(2));
    }

    /// New people join at one of the shards.
    pub(super) fn join_as(&mut self, count: u32, members: bool) {
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
    pub(super) fn repeat_batch(&mut self) {
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

    pub(super) fn jti(place: Place) -> PassId {
        let visitor = VisitorId(Uuid::from_u128(1_000 + u128::from(place.index)));
        jti_of(visitor, START.0.unsigned_abs().into())
    }

    pub(super) fn claim(&mut self, place: Place) -> Option<ClaimAnswer> {
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

    pub(super) fn me(&mut self, place: Place, renew: bool) -> Option<MeAnswer> {
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
    pub(super) fn alive(&self) -> u32 {
        let lives = |(jti, (_, exp)): &(&PassId, &(Place, UnixMillis))| {
            let dead = self.core.dead.contains(jti) || self.lost.contains(jti);
            !dead && (self.now < *exp || self.core.busy.contains(jti))
        };
        u32::try_from(self.given.iter().filter(lives).count()).unwrap()
    }

    /// The pass that somebody at a place was given last.
    pub(super) fn pass_at(&self, place: Place) -> Option<(PassId, UnixMillis)> {
        let at = self.given.iter().filter(|(_, (at, _))| *at == place);
        at.map(|(jti, (_, exp))| (*jti, *exp)).max_by_key(|(_, exp)| *exp)
    }

    pub(super) fn leave(&mut self, place: Place) {
        let Some(who) = self.at(place) else { return };
        let Person { epoch, place, .. } = self.people[who];
        let request = LeaveRequest { epoch, place };
        self.run(|room, now| room.leave(&request, now));
    }

    pub(super) fn report(&mut self) -> Option<SyncReport> {
        self.run(Room::report)
    }

    pub(super) fn deliver(&mut self, asked: UnixMillis, sent: &SyncReport, answer: &SyncAnswer) {
        self.run(|room, now| room.answered(asked, sent, answer, now));
    }

    pub(super) fn sync(&mut self) {
        self.prepare();
        self.sync_now();
    }

    fn sync_now(&mut self) {
        let asked = self.now;
        if let Some(report) = self.report() {
            let answer = self.core.answer(&report, self.now);
            self.deliver(asked, &report, &answer);
        }
    }

    /// The report arrives, its answer does not (yet).
    pub(super) fn sync_with_answer_delayed(&mut self) {
        let asked = self.now;
        if let Some(report) = self.report() {
            let answer = self.core.answer(&report, self.now);
            self.delayed.push((asked, report, answer));
        }
    }
}
