use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::world::{HARD_MS, World};
use crate::room::SLOT_BACK_MS;
use crate::sync::{Mode, PresaleTerms};

#[derive(Debug, Clone)]
enum Step {
    Advance(i64),
    Join(u32),
    RepeatBatch,
    Claim(usize),
    Me {
        visitor: usize,
        renew: bool,
    },
    Leave(usize),
    Sync,
    SyncWithAnswerDelayed,
    ReportLost,
    /// Delivers an answer that is on its way, and keeps it there to come again.
    DeliverLate(usize),
    /// An order of this visitor is paid: the core ends the pass.
    Paid(usize),
    /// An order of this visitor waits for its payment.
    Busy(usize),
    Cap(u32),
    Kill,
    CrashBeforeWrite,
    /// Copies are made of all that the room and the shards have stored.
    Copy,
    /// The room's storage is lost; or its last copy comes back.
    LoseRoom {
        restore: bool,
    },
    /// The same for a shard; everything is loaded anew then.
    LoseShard {
        which: usize,
        restore: bool,
    },
    /// The sale's own cap, its opening (so many ms from now), and whether it is paused.
    Settings {
        cap: u32,
        opens_in: i64,
        /// Members only, for so long from now; not at all when that is over.
        members_for: i64,
        paused: bool,
    },
    ClockBack(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0usize..16;
    prop_oneof![
        6 => (0i64..4_000).prop_map(Step::Advance),
        1 => (0i64..30_000).prop_map(Step::Advance),
        3 => (1u32..4).prop_map(Step::Join),
        1 => Just(Step::RepeatBatch),
        10 => who.clone().prop_map(Step::Claim),
        3 => (who.clone(), any::<bool>()).prop_map(|(visitor, renew)| Step::Me { visitor, renew }),
        1 => who.clone().prop_map(Step::Leave),
        8 => Just(Step::Sync),
        2 => Just(Step::SyncWithAnswerDelayed),
        1 => Just(Step::ReportLost),
        3 => (0usize..8).prop_map(Step::DeliverLate),
        3 => who.clone().prop_map(Step::Paid),
        1 => who.prop_map(Step::Busy),
        1 => (0u32..4).prop_map(Step::Cap),
        1 => Just(Step::Kill),
        1 => Just(Step::CrashBeforeWrite),
        1 => Just(Step::Copy),
        1 => any::<bool>().prop_map(|restore| Step::LoseRoom { restore }),
        1 => (0usize..2, any::<bool>())
            .prop_map(|(which, restore)| Step::LoseShard { which, restore }),
        1 => (1u32..4, -20_000i64..5_000, -20_000i64..30_000, prop::bool::weighted(0.2)).prop_map(
            |(cap, opens_in, members_for, paused)| {
                Step::Settings { cap, opens_in, members_for, paused }
            },
        ),
        1 => (0i64..120_000).prop_map(Step::ClockBack),
    ]
}

/// The world asserts as it goes: the cap at every grant, places unique, a repeated batch the
/// same, one pass a place, `called` monotone.
fn take(world: &mut World, step: &Step) {
    let place = |world: &World, who: usize| {
        (!world.places.is_empty()).then(|| world.places[who % world.places.len()])
    };
    match *step {
        Step::Advance(ms) => world.advance(ms),
        Step::Join(count) => world.join(count),
        Step::RepeatBatch => world.repeat_batch(),
        Step::Claim(who) => {
            if let Some(place) = place(world, who) {
                world.claim(place);
            }
        }
        Step::Me { visitor, renew } => {
            if let Some(place) = place(world, visitor) {
                world.me(place, renew);
            }
        }
        Step::Leave(who) => {
            if let Some(place) = place(world, who) {
                world.leave(place);
            }
        }
        Step::Sync => world.sync(),
        Step::SyncWithAnswerDelayed => world.sync_with_answer_delayed(),
        Step::ReportLost => _ = world.report(),
        Step::DeliverLate(which) => {
            if !world.delayed.is_empty() {
                let (asked, sent, answer) = world.delayed[which % world.delayed.len()].clone();
                world.deliver(asked, &sent, &answer);
            }
        }
        Step::Paid(who) | Step::Busy(who) => {
            let given = place(world, who).and_then(|place| world.pass_at(place));
            let Some((jti, exp)) = given else { return };
            if matches!(step, Step::Paid(_)) {
                world.core.end(jti, "paid");
            } else if world.now < exp && !world.core.dead.contains(&jti) {
                world.core.busy.insert(jti);
            }
        }
        Step::Cap(cap) => world.core.cap = cap,
        Step::Kill => world.kill(),
        Step::CrashBeforeWrite => world.crash_before_write = true,
        Step::Copy => world.copy(),
        Step::LoseRoom { restore } => world.lose_room(restore),
        Step::LoseShard { which, restore } => {
            world.lose_shard(which, restore);
            world.kill();
        }
        Step::Settings { cap, opens_in, members_for, paused } => {
            let settings = &mut world.core.settings;
            settings.cap = cap;
            settings.opens_at_ms = world.now.plus(opens_in);
            settings.presale = (members_for > 0).then(|| PresaleTerms {
                grade: 2,
                general_lobby_opens_at_ms: world.now,
                general_opens_at_ms: world.now.plus(members_for),
            });
            settings.mode = if paused { Mode::Paused } else { Mode::Scheduled };
        }
        Step::ClockBack(ms) => world.advance(-ms),
    }
}

fn every_slot_comes_back(world: &mut World) -> Result<(), TestCaseError> {
    world.core.busy.clear();
    world.crash_before_write = false;
    // A clock that was put back makes what began before it last so much longer.
    let longest = HARD_MS + SLOT_BACK_MS + world.latest.since(world.now).max(0);
    for _ in 0..longest / 1_000 + 20 {
        world.advance(1_000);
        world.sync();
    }
    prop_assert_eq!(world.room.active(), 0, "slots were lost");
    Ok(())
}

/// What protects the properties, and which part of it is taken off.
#[derive(Clone, Copy)]
enum Guard {
    On,
    /// Slots are counted as the seeds count them, up at a grant and down at each report of an
    /// end.
    Counting,
    /// A room that begins anew asks nobody what came before.
    Recalling,
}

fn run(steps: &[Step], guard: Guard) -> Result<(), TestCaseError> {
    let mut world = World::with_shards(2, 2);
    match guard {
        Guard::On => {}
        Guard::Counting => world.take_guard_off(),
        Guard::Recalling => world.ask_nobody = true,
    }
    world.sync();
    for step in steps {
        take(&mut world, step);
    }
    every_slot_comes_back(&mut world)
}

fn runner(max_shrink_iters: u32) -> TestRunner {
    let config =
        Config { cases: 400, failure_persistence: None, max_shrink_iters, ..Config::default() };
    TestRunner::new(config)
}

#[test]
fn nothing_that_can_happen_breaks_the_room() {
    let steps = prop::collection::vec(step(), 1..160);
    runner(4096).run(&steps, |steps| run(&steps, Guard::On)).unwrap();
}

/// The same with a guard off: the properties have to notice.
#[test]
fn without_its_guards_the_room_is_found_out() {
    for guard in [Guard::Counting, Guard::Recalling] {
        let steps = prop::collection::vec(step(), 1..160);
        let found = runner(0).run(&steps, |steps| run(&steps, guard));
        assert!(found.is_err(), "nothing was noticed with a guard off");
    }
}
