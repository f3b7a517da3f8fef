//! The world: who runs the room, and everything that goes wrong.

mod core;
mod storage;
mod visiting;

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use self::core::FakeCore;
use self::storage::Storage;
use crate::id::{PassId, SaleId, VisitorId};
use crate::room::tests::shard::Shard;
use crate::room::{NumberRequest, Place, Room, Rows, ShardMemory};
use crate::sync::{Heights, Mode, RoomSettings, Stock, SyncAnswer, SyncReport};
use crate::time::UnixMillis;

pub(in crate::room::tests) const START: UnixMillis = UnixMillis(1_760_000_000_000);
pub(in crate::room::tests) const TTL_MS: i64 = 40_000;
pub(in crate::room::tests) const HARD_MS: i64 = 90_000;
pub(in crate::room::tests) const WINDOW_MS: i64 = 10_000;

/// Somebody with a queue token.
#[derive(Clone, Copy)]
pub(in crate::room::tests) struct Person {
    pub(in crate::room::tests) visitor: VisitorId,
    shard: usize,
    epoch: u32,
    pub(in crate::room::tests) place: Place,
    /// Room and shard have both lost this place before the core was told of it.
    forgotten: bool,
    /// Its token has been lost too.
    tokenless: bool,
}

pub(in crate::room::tests) struct World {
    pub(in crate::room::tests) now: UnixMillis,
    /// The latest moment that any clock has shown.
    pub(in crate::room::tests) latest: UnixMillis,
    pub(in crate::room::tests) room: Room,
    storage: Storage,
    copy: Storage,
    shards: Vec<Shard>,
    copies: Vec<Shard>,
    pub(in crate::room::tests) core: FakeCore,
    /// The place of each visitor who has joined.
    pub(in crate::room::tests) places: Vec<Place>,
    people: Vec<Person>,
    pub(in crate::room::tests) members: BTreeSet<VisitorId>,
    last_batch: Option<(NumberRequest, u32, u32)>,
    /// Answers on their way.
    pub(in crate::room::tests) delayed: Vec<(UnixMillis, SyncReport, SyncAnswer)>,
    /// The end of each pass ever given out.
    pub(in crate::room::tests) given: BTreeMap<PassId, (Place, UnixMillis)>,
    /// Passes that room and shards have both lost before the core was told of them.
    lost: BTreeSet<PassId>,
    /// Whether a shard has lost anything since the room was whole.
    shards_lost: bool,
    pub(in crate::room::tests) crash_before_write: bool,
    /// Begin anew without asking anybody what came before.
    pub(in crate::room::tests) ask_nobody: bool,
    /// Count with a counter that every report of an end lowers, as the seeds do.
    guard_off: bool,
}

impl World {
    pub(in crate::room::tests) fn new(cap: u32) -> Self {
        Self::with_shards(cap, 1)
    }

    pub(in crate::room::tests) fn with_shards(cap: u32, shards: u16) -> Self {
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

    pub(in crate::room::tests) fn take_guard_off(&mut self) {
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

    pub(in crate::room::tests) fn kill(&mut self) {
        let counter = self.room.counter;
        self.room = Room::load(self.storage.rows(), self.now);
        if self.room.settings().is_none() {
            self.room.learn(self.core.settings.clone());
        }
        self.room.counter = counter;
    }

    /// Copies of everything that is stored are made.
    pub(in crate::room::tests) fn copy(&mut self) {
        self.copy = self.storage.clone();
        self.copies = self.shards.clone();
    }

    /// The room's storage is lost, or what the last copy has of it comes back.
    pub(in crate::room::tests) fn lose_room(&mut self, restore: bool) {
        // Two lives of a room are told apart by the second of their birth at the least.
        self.advance(1_000);
        // Whose place all have forgotten before does not come back with a token of then: what
        // was given anew since, nobody could tell after a second such loss.
        for person in &mut self.people {
            person.tokenless |= person.forgotten;
        }
        // A room that waits until passes are over of which nobody tells is alone in knowing it.
        self.shards_lost |= self.room.is_quiet(self.now);
        self.storage = if restore { self.copy.clone() } else { Storage::default() };
        self.kill();
    }

    /// The same for a shard. Its life begins anew with its storage; so does the room's object, as
    /// after every restart.
    pub(in crate::room::tests) fn lose_shard(&mut self, which: usize, restore: bool) {
        let which = which % self.shards.len();
        let number = u16::try_from(which).unwrap();
        self.shards[which] =
            if restore { self.copies[which].clone() } else { Shard::new(number, self.now) };
        self.shards_lost = true;
    }

    pub(in crate::room::tests) fn advance(&mut self, ms: i64) {
        self.now = self.now.plus(ms);
        self.latest = self.latest.max(self.now);
    }

    pub(in crate::room::tests) fn report(&mut self) -> Option<SyncReport> {
        self.run(Room::report)
    }

    pub(in crate::room::tests) fn deliver(
        &mut self,
        asked: UnixMillis,
        sent: &SyncReport,
        answer: &SyncAnswer,
    ) {
        self.run(|room, now| room.answered(asked, sent, answer, now));
    }

    pub(in crate::room::tests) fn sync(&mut self) {
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
    pub(in crate::room::tests) fn sync_with_answer_delayed(&mut self) {
        let asked = self.now;
        if let Some(report) = self.report() {
            let answer = self.core.answer(&report, self.now);
            self.delayed.push((asked, report, answer));
        }
    }
}
