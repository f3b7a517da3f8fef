//! Examples of what is lost and put back: storage, clocks, the core; and of who may not buy yet.

use std::collections::BTreeSet;

use super::examples::{granted, second};
use super::world::{HARD_MS, START, TTL_MS, World};
use crate::room::{ClaimAnswer, ClaimRefusal, LEAVE_GRACE_MS, NumberRequest, PlaceState};
use crate::sync::{PresaleTerms, REPORT_BYTES_MAX, REPORTED_MAX};

#[test]
fn a_shard_that_begins_anew_gets_new_places_and_its_former_batches_none() {
    let mut world = World::new(1);
    world.sync();
    world.join(1);
    world.join(1);
    let former = NumberRequest { shard: 0, born: START, seq: 3, count: 1, mark: 0, general: false };
    let first = NumberRequest { shard: 0, seq: 1, born: START.plus(1), ..former };
    assert_eq!(world.room.number(&first).unwrap().first, 2);
    assert_eq!(world.room.number(&first).unwrap().first, 2, "asked again, the same answer");
    assert_eq!(world.room.number(&former).unwrap().begin_after, Some(START.plus(1)));
    let second = NumberRequest { seq: 2, ..first };
    assert_eq!(world.room.number(&second).unwrap().first, 3);
}

#[test]
fn a_room_that_has_lost_its_storage_keeps_every_place_and_its_passes() {
    let mut world = World::with_shards(2, 2);
    world.sync();
    world.join(3);
    world.join(2);
    second(&mut world);
    let places = world.places.clone();
    assert!(granted(world.claim(places[0])) && granted(world.claim(places[1])));
    let epoch = world.room.epoch();
    // Nothing of the passes was reported; the shards know of them.
    world.lose_room(false);
    second(&mut world);
    assert!(world.room.epoch() > epoch, "another life");
    assert_eq!(world.me(places[0], false).unwrap().state, PlaceState::Granted);
    assert!(!granted(world.claim(places[2])), "the cap holds");
    world.join(1);
    assert_eq!(world.places[..5], places, "everybody has the place of before");
    assert_eq!(world.places[5].index, 5, "who comes now comes behind");
    world.core.end(World::jti(places[0]), "paid");
    second(&mut world);
    second(&mut world);
    assert!(granted(world.claim(places[2])));
    assert_eq!(world.claim(places[0]), Some(ClaimAnswer::Ended("paid".to_owned())));
}

#[test]
fn what_room_and_shards_have_both_lost_the_core_says_and_nobody_comes_in_before_it_is_over() {
    let mut world = World::new(3);
    world.copy();
    world.sync();
    world.join(3);
    second(&mut world);
    let places = world.places.clone();
    assert!(granted(world.claim(places[0])));
    second(&mut world);
    assert!(granted(world.claim(places[1])), "the core hears of this one never");
    world.lose_shard(0, true);
    world.lose_room(true);
    second(&mut world);
    world.join(1);
    assert_eq!(world.places[3].index, 3, "the core knew of three places");
    assert!(!granted(world.claim(places[2])), "a pass may live of which nobody knows");
    assert_eq!(world.places[2].index, 2, "its queue token proves the place");
    assert_eq!(world.me(places[0], false).unwrap().state, PlaceState::Granted, "by the core");
    for _ in 0..=HARD_MS / 1_000 {
        second(&mut world);
    }
    assert!(granted(world.claim(places[2])));
}

#[test]
fn more_passes_than_a_report_takes_are_known_after_a_loss() {
    let count = 2 * u32::try_from(REPORTED_MAX).unwrap();
    let mut world = World::new(count);
    world.sync();
    world.join(count + 1);
    second(&mut world);
    let places = world.places.clone();
    for place in &places[..count as usize] {
        assert!(granted(world.claim(*place)));
    }
    world.report();
    world.lose_room(false);
    for _ in 0..5 {
        second(&mut world);
        assert!(!granted(world.claim(places[count as usize])));
    }
    assert_eq!(world.room.active(), count);
}

#[test]
fn a_clock_that_is_put_back_lets_nobody_in_on_an_old_answer() {
    let mut world = World::new(1);
    world.sync();
    world.join(1);
    second(&mut world);
    world.advance(-3_600_000);
    world.core.settings.opens_at_ms = START.plus(-7_200_000);
    assert!(!granted(world.claim(world.places[0])));
    second(&mut world);
    assert!(granted(world.claim(world.places[0])));
}

#[test]
fn after_an_outage_of_the_core_a_full_house_is_reported_in_parts_that_it_takes() {
    let count = 3 * u32::try_from(REPORTED_MAX).unwrap();
    let mut world = World::new(count);
    world.sync();
    world.join(count);
    second(&mut world);
    let places = world.places.clone();
    for place in &places {
        assert!(granted(world.claim(*place)));
    }
    let mut reported = BTreeSet::new();
    // Everybody renews while nothing is heard of the core; some leave.
    world.advance(TTL_MS / 2 + 1);
    for place in &places {
        world.me(*place, true);
    }
    places.iter().take(REPORTED_MAX).for_each(|place| world.leave(*place));
    world.advance(LEAVE_GRACE_MS + 1);
    for _ in 0..8 {
        let report = world.report().unwrap();
        let bytes = serde_json::to_vec(&report).unwrap().len();
        assert!(bytes <= REPORT_BYTES_MAX, "{bytes} bytes");
        reported.extend(report.granted.iter().map(|pass| pass.jti));
        reported.extend(report.ended.iter().map(|pass| pass.jti));
        second(&mut world);
    }
    assert_eq!(reported.len(), places.len());
}

#[test]
fn who_cannot_buy_yet_is_not_called_yet() {
    let mut world = World::new(4);
    let general = START.plus(60_000);
    world.core.settings.presale = Some(PresaleTerms {
        grade: 2,
        general_lobby_opens_at_ms: START.plus(30_000),
        general_opens_at_ms: general,
    });
    world.sync();
    world.join_as(1, true);
    world.join_as(1, false);
    world.join_as(1, true);
    second(&mut world);
    let [member, other, behind] = [world.places[0], world.places[1], world.places[2]];
    assert_eq!(world.room.row.called, 1);
    assert!(granted(world.claim(member)));
    for _ in 0..3 {
        let not_yet = Some(ClaimAnswer::Refused(ClaimRefusal::NotCalledYet));
        assert_eq!((world.claim(other), world.claim(behind)), (not_yet.clone(), not_yet));
        // Nor after any loss.
        world.lose_room(false);
        second(&mut world);
    }
    let shown = world.room.status(world.now).unwrap().general.unwrap();
    assert_eq!((shown.from, shown.opens_at_ms), (other.index, general));
    // A member's place in another's hands opens nothing before the general sale.
    world.members.clear();
    world.core.settings.presale = None;
    second(&mut world);
    assert!(granted(world.claim(other)));
    world.core.settings.presale = Some(PresaleTerms {
        grade: 2,
        general_lobby_opens_at_ms: START,
        general_opens_at_ms: general,
    });
    second(&mut world);
    world.now = general.plus(-1);
    world.sync();
    assert_eq!(world.claim(behind), Some(ClaimAnswer::Refused(ClaimRefusal::NotCalledYet)));
    world.now = general;
    world.sync();
    assert!(granted(world.claim(behind)));
}
