//! Many buyers at once, with the guard and without it.

use std::sync::OnceLock;

use frontrow::seats::scripts::{self, HOLD, HoldAnswer, LuaScript};
use frontrow_shared::id::SeatNo;
use frontrow_shared::seatmap::SeatState;

use crate::seat_agreement::agreed_state;
use crate::stage::{EPOCH, Stage, call, is_held};

/// `hold.lua` without the line that refuses taken seats.
fn unguarded() -> &'static LuaScript {
    static SCRIPT: OnceLock<LuaScript> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let guard = "if #taken > 1 then return taken end\n";
        assert!(HOLD.source.contains(guard), "the guard is where this test takes it out");
        let text = HOLD.source.replace(guard, "");
        LuaScript::new("hold", text.leak(), HOLD.keys, HOLD.args)
    })
}

/// How many of 200 buyers get seat 7, all asking at once.
async fn winners(stage: &Stage, script: &'static LuaScript) -> usize {
    let tries: Vec<_> = (1..=200)
        .map(|buyer| {
            let (mut redis, performance) = (stage.redis.clone(), stage.performance);
            tokio::spawn(async move {
                let call = call(buyer, &[7]);
                scripts::hold_by(script, &mut redis, performance, (0, EPOCH), &call).await.unwrap()
            })
        })
        .collect();
    let mut won = 0;
    for one in tries {
        won += usize::from(is_held(&one.await.unwrap()));
    }
    won
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_buyers_of_one_seat_one_gets_it() {
    for stage in Stage::both(10).await {
        assert_eq!(winners(&stage, &HOLD).await, 1);
        let state = agreed_state(&mut stage.redis.clone(), stage.performance).await;
        assert_eq!((state.claims.len(), state.holds.len()), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_guard_the_same_race_sells_the_seat_many_times() {
    for stage in Stage::both(10).await {
        assert!(winners(&stage, unguarded()).await > 1);
    }
}

/// Set after set of 1 to 4 seats, overlapping wildly; a small generator keeps it repeatable.
fn sets(seats: SeatNo, count: usize) -> Vec<Vec<SeatNo>> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    (0..count)
        .map(|_| {
            let mut set: Vec<SeatNo> = Vec::new();
            for _ in 0..=next(4) {
                let seat = SeatNo::try_from(next(seats as u64)).unwrap();
                if !set.contains(&seat) {
                    set.push(seat);
                }
            }
            set
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn overlapping_sets_are_held_whole_or_not_at_all_and_leave_nothing_behind() {
    for stage in Stage::both(300).await {
        let asked = sets(300, 4_000);
        let lanes: Vec<_> = (0..16)
            .map(|lane| {
                let (stage, asked) = (stage.clone(), asked.clone());
                tokio::spawn(async move {
                    let mut held = Vec::new();
                    for (n, set) in asked.iter().enumerate().skip(lane).step_by(16) {
                        let call = call(n as u128 + 1, set);
                        match stage.hold(&call).await {
                            HoldAnswer::Held { record, .. } => held.push((call, record)),
                            HoldAnswer::Taken(_) => {}
                            other => panic!("{other:?}"),
                        }
                        // Every third is given back, so that seats keep changing hands.
                        if n % 3 == 0
                            && let Some((call, _)) = held.pop()
                        {
                            let mut redis = stage.redis.clone();
                            let freed = scripts::release(
                                &mut redis,
                                stage.performance,
                                EPOCH,
                                call.account,
                                call.hold,
                            );
                            let seats = i64::try_from(call.seats.len()).unwrap();
                            assert_eq!(freed.await.unwrap(), Some(seats));
                        }
                    }
                    held
                })
            })
            .collect();
        let mut held = Vec::new();
        for lane in lanes {
            held.extend(lane.await.unwrap());
        }
        let state = agreed_state(&mut stage.redis.clone(), stage.performance).await;
        assert_eq!(state.holds.len(), held.len(), "holds are those that buyers were told of");
        let told: usize = held.iter().map(|(call, _)| call.seats.len()).sum();
        assert_eq!(state.claims.len(), told, "no seat is in two holds, no claim is left over");
        for (call, record) in held {
            assert_eq!(record.seats, call.seats, "all that was asked for");
            assert_eq!(state.holds[&call.account], record);
            let mut redis = stage.redis.clone();
            scripts::release(&mut redis, stage.performance, EPOCH, call.account, call.hold)
                .await
                .unwrap();
        }
        let state = agreed_state(&mut stage.redis.clone(), stage.performance).await;
        assert!(state.claims.is_empty() && state.holds.is_empty());
        assert!(state.map().iter().all(|seat| *seat == SeatState::Free));
    }
}
