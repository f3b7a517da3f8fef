use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::world::{HARD_MS, World};
use crate::room::SLOT_BACK_MS;

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
            let given = place(world, who).and_then(|place| world.given.get(&place));
            let Some(&(jti, exp)) = given else { return };
            if matches!(step, Step::Paid(_)) {
                world.core.end(jti, "paid");
            } else if world.now < exp {
                world.core.busy.insert(jti);
            }
        }
        Step::Cap(cap) => world.core.cap = cap,
        Step::Kill => world.kill(),
        Step::CrashBeforeWrite => world.crash_before_write = true,
    }
}

fn every_slot_comes_back(world: &mut World) -> Result<(), TestCaseError> {
    world.core.busy.clear();
    world.crash_before_write = false;
    for _ in 0..(HARD_MS + SLOT_BACK_MS) / 1_000 + 20 {
        world.advance(1_000);
        world.sync();
    }
    prop_assert_eq!(world.room.active(), 0, "slots were lost");
    Ok(())
}

fn run(steps: &[Step], guard_off: bool) -> Result<(), TestCaseError> {
    let mut world = World::new(2);
    if guard_off {
        world.take_guard_off();
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
    runner(4096).run(&steps, |steps| run(&steps, false)).unwrap();
}

/// The same with slots counted as the seeds count them, up at a grant and down at each report
/// of an end: the properties have to notice.
#[test]
fn a_counter_in_the_place_of_rows_is_found_out() {
    let steps = prop::collection::vec(step(), 1..160);
    let found = runner(0).run(&steps, |steps| run(&steps, true));
    assert!(found.is_err(), "the cap was never passed with the guard off");
}
