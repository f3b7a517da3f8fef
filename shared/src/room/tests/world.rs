use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::id::{PassId, SaleId, VisitorId};
use crate::room::{
    ClaimAnswer, ClaimRequest, Lane, LeaveRequest, MeAnswer, MeRequest, NumberRequest,
    NumberingRow, PassGrant, PassRow, Place, Room, RoomRow, Rows, StepRow, WaitingRow, Write,
};
use crate::sync::{BusyPass, CoreEnded, Mode, RoomSettings, Stock, SyncAnswer, SyncReport};
use crate::time::UnixMillis;

pub(super) const START: UnixMillis = UnixMillis(1_760_000_000_000);
pub(super) const TTL_MS: i64 = 40_000;
pub(super) const HARD_MS: i64 = 90_000;
pub(super) const WINDOW_MS: i64 = 10_000;

/// What was written and survives a kill.
#[derive(Default)]
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
    known: BTreeSet<PassId>,
    dead: BTreeSet<PassId>,
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
        for pass in &report.granted {
            self.known.insert(pass.jti);
            acked.push(pass.jti);
        }
        for ended in &report.ended {
            self.dead.insert(ended.jti);
            acked.push(ended.jti);
        }
        let until_ms = now.plus(15_000);
        let busy = report.expiring.iter().filter(|jti| self.busy.contains(jti));
        let busy = busy.map(|&jti| BusyPass { jti, until_ms }).collect();
        // Some of the list is told again each time.
        let from = report.cursor.parse::<usize>().unwrap_or(0).saturating_sub(2);
        SyncAnswer {
            acked,
            ended: self.log[from.min(self.log.len())..].to_vec(),
            cursor: self.log.len().to_string(),
            busy,
            settings: self.settings.clone(),
            stock: self.stock,
            cap: self.cap,
            health: 100,
            foreign_active: 0,
            now_ms: now,
        }
    }
}

pub(super) struct World {
    pub(super) now: UnixMillis,
    pub(super) room: Room,
    storage: Storage,
    pub(super) core: FakeCore,
    /// The place of each visitor who has joined.
    pub(super) places: Vec<Place>,
    last_batch: Option<(NumberRequest, u32)>,
    /// Answers on their way.
    pub(super) delayed: Vec<(UnixMillis, SyncReport, SyncAnswer)>,
    /// The end of each pass ever given out, by place.
    pub(super) given: BTreeMap<Place, (PassId, UnixMillis)>,
    pub(super) crash_before_write: bool,
    /// Count with a counter that every report of an end lowers, as the seeds do.
    guard_off: bool,
}

impl World {
    pub(super) fn new(cap: u32) -> Self {
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
        };
        let mut room = Room::load(Rows::default(), START);
        room.learn(settings.clone());
        let core = FakeCore {
            settings,
            cap,
            stock: Stock { free: 10_000, total: 10_000 },
            known: BTreeSet::new(),
            dead: BTreeSet::new(),
            log: Vec::new(),
            busy: BTreeSet::new(),
        };
        Self {
            now: START,
            room,
            storage: Storage::default(),
            core,
            places: Vec::new(),
            last_batch: None,
            delayed: Vec::new(),
            given: BTreeMap::new(),
            crash_before_write: false,
            guard_off: false,
        }
    }

    pub(super) fn take_guard_off(&mut self) {
        self.guard_off = true;
        self.room.counter = Some(0);
    }

    /// Runs a command as the shell does: rows first, then the answer, unless it dies before.
    fn run<T>(&mut self, command: impl FnOnce(&mut Room, UnixMillis) -> T) -> Option<T> {
        let called = self.room.row.called;
        let answer = command(&mut self.room, self.now);
        assert!(self.room.row.called >= called, "called has moved back");
        if std::mem::take(&mut self.crash_before_write) {
            self.kill();
            return None;
        }
        for write in self.room.take_writes() {
            self.storage.apply(write);
        }
        Some(answer)
    }

    pub(super) fn kill(&mut self) {
        let counter = self.room.counter;
        self.room = Room::load(self.storage.rows(), self.now);
        if self.room.settings().is_none() {
            self.room.learn(self.core.settings.clone());
        }
        self.room.counter = counter;
    }

    pub(super) fn advance(&mut self, ms: i64) {
        self.now = self.now.plus(ms);
    }

    pub(super) fn join(&mut self, count: u32) {
        let seq = self.last_batch.map_or(1, |(last, _)| last.seq + 1);
        let request = NumberRequest { shard: 0, born: START, seq, count };
        let Some(answer) = self.run(|room, _| room.number(&request)) else { return };
        let first = answer.unwrap().first;
        self.last_batch = Some((request, first));
        for index in first..first + count {
            let place = Place { lane: Lane::General, index };
            assert!(!self.places.contains(&place), "{index} was given twice");
            self.places.push(place);
        }
    }

    /// The shard did not hear the answer and asks again.
    pub(super) fn repeat_batch(&mut self) {
        let Some((request, first)) = self.last_batch else { return };
        if let Some(answer) = self.run(|room, _| room.number(&request)) {
            assert_eq!(answer.unwrap().first, first, "a repeated batch got other places");
        }
    }

    pub(super) fn jti(place: Place) -> PassId {
        PassId(Uuid::from_u128(1_000 + u128::from(place.index)))
    }

    pub(super) fn claim(&mut self, place: Place) -> Option<ClaimAnswer> {
        let request = ClaimRequest {
            epoch: self.room.epoch(),
            place,
            jti: Self::jti(place),
            visitor: VisitorId(Uuid::from_u128(u128::from(place.index))),
            account: None,
        };
        let answer = self.run(|room, now| room.claim(&request, now))?;
        if let ClaimAnswer::Granted(grant) = &answer {
            let new = !self.given.contains_key(&place);
            self.gave(place, grant);
            let (alive, cap) = (self.alive(), self.room.cap_in_force());
            assert!(!new || alive <= cap, "{alive} passes live under a cap of {cap}");
        }
        Some(answer)
    }

    pub(super) fn me(&mut self, place: Place, renew: bool) -> Option<MeAnswer> {
        let renew = renew.then(|| Self::jti(place));
        let request = MeRequest { epoch: self.room.epoch(), place, renew };
        let answer = self.run(|room, now| room.me(&request, now))?;
        if let Some(grant) = answer.pass {
            self.gave(place, &grant);
        }
        Some(answer)
    }

    fn gave(&mut self, place: Place, grant: &PassGrant) {
        assert!(grant.expires_at_ms <= grant.hard_end_ms);
        let (jti, exp) = self.given.entry(place).or_insert((grant.jti, grant.expires_at_ms));
        assert_eq!(*jti, grant.jti, "place {} has two passes", place.index);
        *exp = grant.expires_at_ms.max(*exp);
    }

    /// Passes that could still do something at the core: the measure that the cap is for.
    pub(super) fn alive(&self) -> u32 {
        let lives = |(jti, exp): &&(PassId, UnixMillis)| {
            !self.core.dead.contains(jti) && (self.now < *exp || self.core.busy.contains(jti))
        };
        u32::try_from(self.given.values().filter(lives).count()).unwrap()
    }

    pub(super) fn leave(&mut self, place: Place) {
        let request = LeaveRequest { epoch: self.room.epoch(), place };
        self.run(|room, now| room.leave(&request, now));
    }

    pub(super) fn report(&mut self) -> Option<SyncReport> {
        self.run(Room::report)
    }

    pub(super) fn deliver(&mut self, asked: UnixMillis, sent: &SyncReport, answer: &SyncAnswer) {
        self.run(|room, now| room.answered(asked, sent, answer, now));
    }

    pub(super) fn sync(&mut self) {
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
