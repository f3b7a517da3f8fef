use super::world::{START, TTL_MS, WINDOW_MS, World};
use crate::room::{
    ClaimAnswer, ClaimRefusal, LATE_MS, LEAVE_GRACE_MS, NumberRequest, PlaceState, SLOT_BACK_MS,
};
use crate::status::Phase;
use crate::sync::Stock;

#[allow(clippy::needless_pass_by_value, reason = "it reads better at every call")]
pub(super) fn granted(answer: Option<ClaimAnswer>) -> bool {
    matches!(answer, Some(ClaimAnswer::Granted(_)))
}

/// A second passes, and the sync with it.
pub(super) fn second(world: &mut World) {
    world.advance(1_000);
    world.sync();
}

#[test]
fn the_third_waits_until_the_first_has_paid() {
    let mut world = World::new(2);
    world.sync();
    world.join(3);
    let [a, b, c] = [world.places[0], world.places[1], world.places[2]];
    assert!(granted(world.claim(a)) && granted(world.claim(b)));
    assert_eq!(world.claim(c), Some(ClaimAnswer::Refused(ClaimRefusal::NotCalledYet)));
    world.core.end(World::jti(a), "paid");
    second(&mut world);
    assert_eq!(world.me(c, false).unwrap().state, PlaceState::Called);
    assert!(granted(world.claim(c)));
    assert_eq!(world.claim(a), Some(ClaimAnswer::Ended("paid".to_owned())));
}

#[test]
fn the_same_claim_gets_the_same_pass() {
    let mut world = World::new(2);
    world.sync();
    world.join(1);
    let place = world.places[0];
    let first = world.claim(place);
    world.advance(700);
    world.kill();
    assert_eq!(world.claim(place), first);
}

#[test]
fn everybody_gets_in_by_place_under_the_cap() {
    let mut world = World::new(3);
    world.sync();
    world.join(40);
    let mut order = Vec::new();
    for _ in 0..400 {
        second(&mut world);
        // The crowd claims back to front; the room still lets the front in first.
        for place in world.places.clone().into_iter().rev() {
            if !order.contains(&place) && granted(world.claim(place)) {
                order.push(place);
            }
        }
        if let Some(&oldest) = order.iter().find(|place| {
            world.me(**place, false).is_some_and(|me| me.state == PlaceState::Granted)
        }) {
            world.core.end(World::jti(oldest), "paid");
        }
    }
    assert_eq!(order.len(), 40, "somebody never got in");
    let inverted = order.windows(2).filter(|pair| pair[0].index > pair[1].index + 3).count();
    assert_eq!(inverted, 0, "{order:?}");
}

#[test]
fn a_silent_core_holds_the_room_and_costs_nobody_a_turn() {
    let mut world = World::new(1);
    world.sync();
    world.join(2);
    world.sync();
    let first = world.places[0];
    assert_eq!(world.me(first, false).unwrap().state, PlaceState::Called);
    for _ in 0..(WINDOW_MS + LATE_MS) / 1_000 {
        world.advance(1_000);
        world.report();
    }
    assert_eq!(world.room.phase(world.now), Phase::Hold);
    assert!(matches!(world.claim(first), Some(ClaimAnswer::Wait { .. })));
    world.sync();
    assert_eq!(world.room.phase(world.now), Phase::Open);
    assert!(granted(world.claim(first)));
}

#[test]
fn a_missed_turn_is_late_then_gone_and_the_next_is_called() {
    let mut world = World::new(1);
    world.sync();
    world.join(2);
    let [absent, next] = [world.places[0], world.places[1]];
    for _ in 0..=WINDOW_MS / 1_000 {
        second(&mut world);
    }
    assert_eq!(world.me(absent, false).unwrap().state, PlaceState::Late);
    assert_eq!(world.me(next, false).unwrap().state, PlaceState::Called);
    assert!(granted(world.claim(next)));
    assert!(matches!(world.claim(absent), Some(ClaimAnswer::Wait { .. })), "late, but in line");
    world.core.end(World::jti(next), "paid");
    second(&mut world);
    assert!(granted(world.claim(absent)));

    world.join(1);
    let never = world.places[2];
    world.core.end(World::jti(absent), "paid");
    for _ in 0..=(WINDOW_MS + LATE_MS) / 1_000 {
        second(&mut world);
    }
    assert_eq!(world.claim(never), Some(ClaimAnswer::Refused(ClaimRefusal::WindowOver)));
}

#[test]
fn latecomers_go_first_but_take_at_most_every_other_slot() {
    let mut world = World::new(1);
    world.sync();
    world.join(6);
    while world.room.row.late < 2 {
        second(&mut world);
    }
    for cap in [6, 0] {
        world.core.cap = cap;
        second(&mut world);
    }
    let places = world.places.clone();
    for &place in places.iter().rev() {
        assert!(matches!(world.claim(place), Some(ClaimAnswer::Wait { .. })));
    }
    world.core.cap = 1;
    let mut order = Vec::new();
    while order.len() < places.len() {
        second(&mut world);
        for &place in places.iter().rev() {
            if !order.contains(&place.index) && granted(world.claim(place)) {
                order.push(place.index);
                world.core.end(World::jti(place), "paid");
            }
        }
    }
    assert_eq!(order, [0, 2, 1, 3, 4, 5], "places 0 and 1 came late");
}

#[test]
fn a_pass_that_an_order_needs_keeps_its_slot() {
    let mut world = World::new(1);
    world.sync();
    world.join(2);
    let [buyer, next] = [world.places[0], world.places[1]];
    world.claim(buyer);
    world.core.busy.insert(World::jti(buyer));
    for _ in 0..(TTL_MS + SLOT_BACK_MS) / 1_000 + 30 {
        second(&mut world);
    }
    assert_eq!(world.claim(next), Some(ClaimAnswer::Refused(ClaimRefusal::NotCalledYet)));
    world.core.end(World::jti(buyer), "paid");
    second(&mut world);
    assert!(granted(world.claim(next)));
}

#[test]
fn leaving_is_taken_back_by_being_there_and_else_frees_the_slot() {
    let mut world = World::new(1);
    world.sync();
    world.join(2);
    let [leaver, next] = [world.places[0], world.places[1]];
    world.claim(leaver);
    world.leave(leaver);
    world.advance(LEAVE_GRACE_MS / 2);
    assert_eq!(world.me(leaver, true).unwrap().state, PlaceState::Granted);
    for _ in 0..10 {
        second(&mut world);
    }
    assert_eq!(world.me(leaver, true).unwrap().state, PlaceState::Granted);
    world.leave(leaver);
    for _ in 0..LEAVE_GRACE_MS / 1_000 + 2 {
        second(&mut world);
    }
    assert_eq!(world.me(leaver, false).unwrap().end_reason.as_deref(), Some("left"));
    assert!(granted(world.claim(next)));
}

#[test]
fn renewal_moves_the_end_but_never_beyond_the_hard_one() {
    let mut world = World::new(1);
    world.sync();
    world.join(1);
    let place = world.places[0];
    world.claim(place);
    for _ in 0..200 {
        world.advance(TTL_MS / 2);
        world.sync();
        let me = world.me(place, true).unwrap();
        if me.state == PlaceState::Ended {
            assert_eq!(me.end_reason.as_deref(), Some("expired"));
            return;
        }
    }
    panic!("the pass was renewed for ever");
}

#[test]
fn nobody_is_called_for_seats_that_are_not_there() {
    let mut world = World::new(5);
    world.core.stock = Stock { free: 2, total: 100 };
    world.sync();
    world.join(5);
    second(&mut world);
    assert_eq!(world.room.row.called, 2);
    world.core.stock.free = 0;
    second(&mut world);
    assert_eq!(world.room.phase(world.now), Phase::SoldOut);
    assert!(matches!(world.claim(world.places[0]), Some(ClaimAnswer::Wait { .. })));
}

#[test]
fn a_room_without_memory_counts_the_passes_of_its_former_life() {
    let mut world = World::new(2);
    world.sync();
    world.join(2);
    let report = world.report().unwrap();
    let mut answer = world.core.answer(&report, world.now);
    answer.foreign_active = 2;
    let (asked, place) = (world.now, world.places[0]);
    world.deliver(asked, &report, &answer);
    world.advance(1);
    assert!(matches!(world.claim(place), Some(ClaimAnswer::Wait { .. })));
}

#[test]
fn an_idle_room_wakes_for_its_boundaries_and_learns_of_others_when_looked_at() {
    let mut world = World::new(1);
    let (lobby, opens) = (START.plus(600_000), START.plus(1_200_000));
    world.core.settings.lobby_opens_at_ms = lobby;
    world.core.settings.opens_at_ms = opens;
    world.sync();
    let boundary = |world: &mut World| world.report().unwrap().wakes_at_ms;
    assert_eq!(boundary(&mut world), Some(lobby));

    // Staff bring the lobby forward. The room sleeps on, until somebody looks.
    let sooner = START.plus(300_000);
    world.core.settings.lobby_opens_at_ms = sooner;
    world.advance(60_000);
    assert_eq!(world.room.next_wake(world.now), Some(lobby));
    world.room.status(world.now);
    assert_eq!(world.room.next_wake(world.now), Some(world.now), "it syncs at once");
    world.sync();
    assert_eq!(world.room.next_wake(world.now), Some(world.now.plus(1_000)), "has to say so");
    assert_eq!(boundary(&mut world), Some(sooner));
    assert_eq!(world.room.next_wake(world.now), Some(sooner), "and sleeps on");

    world.now = sooner;
    assert_eq!(boundary(&mut world), Some(opens));
    world.now = opens;
    assert_eq!(boundary(&mut world), None, "open and empty, it sleeps");
}

#[test]
fn an_idle_room_sleeps_and_a_batch_out_of_order_is_not_numbered() {
    let mut world = World::new(1);
    world.sync();
    assert_eq!(world.room.next_wake(world.now), None);
    world.join(1);
    assert!(world.room.next_wake(world.now).is_some());
    let out_of_order =
        NumberRequest { shard: 0, born: START, seq: 9, count: 1, mark: 0, general: false };
    assert_eq!(world.room.number(&out_of_order).unwrap().begin_after, Some(START));
    let others = NumberRequest { shard: 0, born: START, seq: 1, count: 1, mark: 7, general: false };
    assert_eq!(world.room.number(&others).unwrap().begin_after, Some(START));
    assert_eq!(world.room.row.joined, 1);
}
