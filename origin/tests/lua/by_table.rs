//! Each script, case by case.

use frontrow::catalog::{Presale, SaleWindow};
use frontrow::seats::keys::Key;
use frontrow::seats::scripts::{
    self, DueHold, ExtendAnswer, ExtendCall, HoldAnswer, HoldCall, MineAnswer, Projected,
    RebuildStep, ScriptError,
};
use frontrow_shared::id::HoldId;
use frontrow_shared::seatmap::{SeatState, pack};
use frontrow_shared::time::UnixMillis;
use redis::AsyncCommands as _;
use uuid::Uuid;

use crate::seat_agreement::agreed_state;
use crate::stage::{EPOCH, KINDS, Stage, TTL_MS, account, call, free, is_held, now};

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn hold_refuses_what_it_must_and_leaves_no_trace() {
    for stage in Stage::both(10).await {
        assert!(is_held(&stage.hold(&call(1, &[2, 3])).await));
        let before = agreed_state(&mut stage.redis.clone(), stage.performance).await;
        let window = call(9, &[]).window;
        let general = UnixMillis(now() + MINUTE);
        let later = SaleWindow { general_opens_at: general, ..window };
        let presale = Some(Presale { opens_at: UnixMillis(now() - MINUTE), grade: 2 });
        let members = SaleWindow { presale, ..later };
        let over = SaleWindow { closes_at: UnixMillis(now() - 1), ..window };
        let nine = |seats: &[i32]| call(9, seats);
        for (call, answer) in [
            (nine(&[]), HoldAnswer::NoSeats),
            (nine(&[0, 1, 4, 5, 6]), HoldAnswer::TooMany),
            (nine(&[4, 5, 4]), HoldAnswer::Duplicate("4".into())),
            (nine(&[10]), HoldAnswer::Unknown("10".into())),
            (nine(&[0, -1]), HoldAnswer::Unknown("-1".into())),
            (HoldCall { window: later, ..nine(&[4]) }, HoldAnswer::NotOpen(general.0)),
            (HoldCall { window: members, ..nine(&[4]) }, HoldAnswer::Membership(general.0)),
            (HoldCall { window: over, ..nine(&[4]) }, HoldAnswer::Over),
            (nine(&[1, 2, 3, 4]), HoldAnswer::Taken(vec![2, 3])),
            (call(1, &[2]), HoldAnswer::Reused),
            (
                HoldCall { hold: HoldId(Uuid::from_u128(5 << 64)), ..call(1, &[5]) },
                HoldAnswer::Holding(call(1, &[]).hold),
            ),
        ] {
            assert_eq!(stage.hold(&call).await, answer);
        }
        let after = agreed_state(&mut stage.redis.clone(), stage.performance).await;
        assert_eq!(after, before);
        assert!(is_held(&stage.hold(&HoldCall { window: members, grade: 2, ..nine(&[4]) }).await));
    }
}

#[tokio::test]
async fn a_retry_gets_its_own_hold_back_unchanged() {
    for stage in Stage::both(10).await {
        let HoldAnswer::Held { record: first, .. } = stage.hold(&call(1, &[2, 3])).await else {
            panic!("seats are free");
        };
        let HoldAnswer::Held { record: again, .. } = stage.hold(&call(1, &[2, 3])).await else {
            panic!("the hold is its own");
        };
        assert_eq!(first, again);
        assert_eq!(first.expires_ms - first.born_ms, TTL_MS);
    }
}

#[tokio::test]
async fn a_lapsed_seat_is_free_at_the_next_touch_unless_somebody_waits() {
    for stage in Stage::both(10).await {
        let (mut redis, performance) = (stage.redis.clone(), stage.performance);
        assert!(is_held(&stage.hold(&call(1, &[2, 3])).await));
        let _: () = redis.sadd(Key::Waited.of(performance), 3).await.unwrap();
        let later = (8 * MINUTE, EPOCH);
        let both = scripts::hold(&mut redis, performance, later, &call(2, &[2, 3])).await.unwrap();
        assert_eq!(both, HoldAnswer::Taken(vec![3]));
        let one = scripts::hold(&mut redis, performance, later, &call(2, &[2])).await.unwrap();
        assert!(is_held(&one));
        // The old hold's own buyer sweeps first; the new hold's seat stays.
        let own = scripts::hold(&mut redis, performance, later, &call(1, &[4])).await.unwrap();
        assert_eq!(own, HoldAnswer::Lapsed);
        let due = scripts::due(&mut redis, performance, later, 10).await.unwrap();
        assert_eq!(due.len(), 1);
        assert_eq!((due[0].account, due[0].pass), (account(1), call(1, &[]).pass));
        // Named twice, ended once; what lives is left alone.
        let living = DueHold { account: account(2), hold: call(2, &[]).hold, ..due[0] };
        let named = [living, due[0], due[0]];
        let swept = scripts::sweep(&mut redis, performance, later, &named).await.unwrap();
        assert_eq!(swept, 1);
        let state = agreed_state(&mut redis, performance).await;
        assert_eq!(state.map()[2..4], [SeatState::Held, SeatState::Blocked], "3 is kept");
        assert_eq!(state.claims[&2].account, account(2));
    }
}

#[tokio::test]
async fn extend_is_once_for_the_buyer_bounded_and_never_shortens() {
    for stage in Stage::both(10).await {
        let (mut redis, performance) = (stage.redis.clone(), stage.performance);
        let HoldAnswer::Held { record, .. } = stage.hold(&call(1, &[2, 3])).await else {
            panic!("seats are free");
        };
        let buyers = ExtendCall {
            account: account(1),
            hold: record.hold,
            by_ms: 3 * MINUTE,
            until_ms: 0,
            limit_ms: 20 * MINUTE,
        };
        let until = |ms| ExtendCall { by_ms: 0, until_ms: record.born_ms + ms, ..buyers };
        for (call, expected) in [
            (buyers, Some(TTL_MS + 3 * MINUTE)),
            (buyers, None),
            (until(MINUTE), Some(TTL_MS + 3 * MINUTE)),
            (until(16 * MINUTE), Some(16 * MINUTE)),
            (until(60 * MINUTE), Some(20 * MINUTE)),
        ] {
            let answer = scripts::extend(&mut redis, performance, (0, EPOCH), &call).await.unwrap();
            match (answer, expected) {
                (ExtendAnswer::Held { record: now, .. }, Some(life)) => {
                    assert_eq!(now.expires_ms - record.born_ms, life);
                }
                (ExtendAnswer::NotExtendable, None) => {}
                other => panic!("{call:?}: {other:?}"),
            }
        }
        agreed_state(&mut redis, performance).await;
        let other = ExtendCall { hold: HoldId(Uuid::from_u128(5 << 64)), ..buyers };
        for (offset, call) in [(0, other), (21 * MINUTE, buyers)] {
            let answer = scripts::extend(&mut redis, performance, (offset, EPOCH), &call).await;
            assert_eq!(answer.unwrap(), ExtendAnswer::Lost, "{call:?}");
        }
    }
}

#[tokio::test]
async fn a_late_release_touches_no_later_hold() {
    for stage in Stage::both(10).await {
        let (mut redis, performance) = (stage.redis.clone(), stage.performance);
        let later = (8 * MINUTE, EPOCH);
        assert!(is_held(&stage.hold(&call(1, &[2, 3])).await));
        let taken = scripts::hold(&mut redis, performance, later, &call(2, &[2])).await.unwrap();
        assert!(is_held(&taken));
        let (one, hold) = (account(1), call(1, &[]).hold);
        let freed = scripts::release(&mut redis, performance, EPOCH, one, hold).await.unwrap();
        assert_eq!(freed, Some(1), "seat 3 alone: seat 2 has another's fence");
        let again = scripts::release(&mut redis, performance, EPOCH, one, hold).await.unwrap();
        assert_eq!(again, None);
        assert_eq!(agreed_state(&mut redis, performance).await.claims[&2].account, account(2));
    }
}

#[tokio::test]
async fn a_newer_version_wins_over_a_hold_and_an_older_one_changes_nothing() {
    for stage in Stage::both(10).await {
        let (mut redis, performance) = (stage.redis.clone(), stage.performance);
        assert!(is_held(&stage.hold(&call(1, &[2, 3])).await));
        let seat = |seat, version, state| Projected { seat, version, state };
        let first = [seat(2, 2, SeatState::Taken), seat(9, 1, SeatState::Blocked)];
        assert_eq!(scripts::project(&mut redis, performance, EPOCH, &first).await.unwrap(), 1);
        let mine = scripts::mine(&mut redis, performance, (0, EPOCH), account(1)).await.unwrap();
        assert_eq!(mine, MineAnswer::Lost, "a hold that lost a seat is no hold");
        let second = [seat(3, 2, SeatState::Taken), seat(2, 1, SeatState::Free)];
        assert_eq!(scripts::project(&mut redis, performance, EPOCH, &second).await.unwrap(), 1);
        let state = agreed_state(&mut redis, performance).await;
        assert!(state.holds.is_empty(), "with its last claim the hold has become an order");
        assert_eq!(state.map()[2..4], [SeatState::Taken; 2]);
    }
}

#[tokio::test]
async fn another_epoch_is_stale_and_a_lost_or_half_built_performance_asks_for_a_rebuild() {
    for (variable, cluster) in KINDS {
        let stage = Stage::empty(variable, cluster).await;
        let (mut redis, performance) = (stage.redis.clone(), stage.performance);
        let begin = RebuildStep::Begin { epoch: EPOCH, seats: 5, home: "here" };
        let seats: Vec<_> = (0..5).map(free).collect();
        for building in [false, true] {
            if building {
                assert!(scripts::rebuild(&mut redis, performance, "a", begin).await.unwrap());
                let fill = RebuildStep::Fill(&seats);
                assert!(scripts::rebuild(&mut redis, performance, "a", fill).await.unwrap());
            }
            let lost = scripts::hold(&mut redis, performance, (0, EPOCH), &call(1, &[0])).await;
            assert!(matches!(lost, Err(ScriptError::Rebuild)));
            let lost = scripts::project(&mut redis, performance, EPOCH, &seats).await;
            assert!(matches!(lost, Err(ScriptError::Rebuild)));
            let lost = scripts::map(&mut redis, performance, EPOCH).await;
            assert!(matches!(lost, Err(ScriptError::Rebuild)));
        }
        // A second rebuild has begun: the first may not touch what the second builds.
        assert!(scripts::rebuild(&mut redis, performance, "b", begin).await.unwrap());
        let finish = RebuildStep::Finish { expire_at_ms: now() + MINUTE };
        for late in [RebuildStep::Fill(&seats), finish] {
            assert!(!scripts::rebuild(&mut redis, performance, "a", late).await.unwrap());
        }
        let fill = RebuildStep::Fill(&seats);
        assert!(scripts::rebuild(&mut redis, performance, "b", fill).await.unwrap());
        assert!(scripts::rebuild(&mut redis, performance, "b", finish).await.unwrap());
        let old = scripts::hold(&mut redis, performance, (0, EPOCH - 1), &call(1, &[0])).await;
        assert!(matches!(old, Err(ScriptError::Stale { epoch: EPOCH })));
        let new = scripts::hold(&mut redis, performance, (0, EPOCH), &call(1, &[0])).await;
        assert!(is_held(&new.unwrap()));
    }
}

#[tokio::test]
async fn a_rebuild_shows_every_state_and_forgets_every_hold() {
    for stage in Stage::both(10).await {
        assert!(is_held(&stage.hold(&call(1, &[2, 3])).await));
        let (mut redis, performance) = (stage.redis.clone(), stage.performance);
        let before = scripts::map(&mut redis, performance, EPOCH).await.unwrap().version;
        let states: Vec<_> = (0..2_002)
            .map(|n| [SeatState::Free, SeatState::Taken, SeatState::Blocked][n % 3])
            .collect();
        let seats: Vec<_> = states
            .iter()
            .enumerate()
            .map(|(n, state)| Projected { seat: n as i32, version: 4, state: *state })
            .collect();
        stage.fill(&seats).await;
        let map = scripts::map(&mut redis, performance, EPOCH).await.unwrap();
        assert_eq!(map.bytes, pack(&states));
        assert!(map.version > before, "a version never names two maps");
        assert!(agreed_state(&mut redis, performance).await.holds.is_empty());
    }
}

#[tokio::test]
async fn each_kind_of_redis_tells_which_one_it_is_and_that_it_keeps_everything() {
    let mut names = Vec::new();
    for (variable, cluster) in KINDS {
        let stage = Stage::empty(variable, cluster).await;
        let (mut redis, performance) = (stage.redis.clone(), stage.performance);
        let empty = scripts::home(&mut redis, performance).await.unwrap();
        assert_eq!(empty.filled_on, None);
        stage.fill(&[free(0)]).await;
        let filled = scripts::home(&mut redis, performance).await.unwrap();
        assert_eq!((filled.here.clone(), filled.filled_on), (empty.here, Some("here".to_owned())));
        names.push(filled.here);
        frontrow::seats::policy::refuse_eviction(&redis).await.unwrap();
    }
    assert_ne!(names[0], names[1]);
}
