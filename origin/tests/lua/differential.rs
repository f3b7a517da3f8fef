//! The scripts against the model: the same calls, the same answers, the same state.
//!
//! Redis's clock runs on while a case does; steps of time are whole minutes and no deadline
//! falls near one, so that the model's clock may be some seconds off.

use std::collections::BTreeSet;

use frontrow::catalog::{Presale, SaleWindow};
use frontrow::seats::keys::Key;
use frontrow::seats::model::Model;
use frontrow::seats::scripts::{
    self, DueHold, ExtendAnswer, ExtendCall, HoldAnswer, HoldCall, MineAnswer, Projected,
};
use frontrow_shared::id::{HoldId, SeatNo};
use frontrow_shared::seatmap::SeatState;
use frontrow_shared::time::UnixMillis;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use redis::AsyncCommands as _;
use uuid::Uuid;

use crate::seat_agreement::agreed_state;
use crate::stage::{EPOCH, KINDS, Stage, account, call, free, now};

const SEATS: SeatNo = 6;

/// One call. Buyers are 1 to 4, each with two hold ids.
#[derive(Debug, Clone)]
enum Op {
    Hold {
        buyer: u128,
        key: u128,
        grade: i16,
        seats: Vec<SeatNo>,
    },
    Extend {
        buyer: u128,
        key: u128,
        by_ms: i64,
        until_min: i64,
    },
    Mine {
        buyer: u128,
    },
    Release {
        buyer: u128,
        key: u128,
    },
    Sweep,
    Project(Vec<Projected>),
    /// Somebody begins to wait for a seat that is not free.
    Wait {
        seat: SeatNo,
    },
    Minutes(i64),
}

fn op() -> impl Strategy<Value = Op> {
    let (buyer, key) = (1u128..5, 1u128..3);
    let seats = prop::collection::vec(-1..=SEATS, 0..4);
    let news = (0..SEATS, 1i64..6, 0u8..3).prop_map(|(seat, version, state)| Projected {
        seat,
        version,
        state: [SeatState::Free, SeatState::Taken, SeatState::Blocked][usize::from(state)],
    });
    prop_oneof![
        8 => (buyer.clone(), key.clone(), 0i16..2, seats)
            .prop_map(|(buyer, key, grade, seats)| Op::Hold { buyer, key, grade, seats }),
        3 => (buyer.clone(), key.clone(), prop_oneof![Just(0i64), Just(185_000)], 0i64..20)
            .prop_map(|(buyer, key, by_ms, until_min)| Op::Extend { buyer, key, by_ms, until_min }),
        2 => buyer.clone().prop_map(|buyer| Op::Mine { buyer }),
        2 => (buyer, key).prop_map(|(buyer, key)| Op::Release { buyer, key }),
        2 => Just(Op::Sweep),
        2 => prop::collection::vec(news, 1..4).prop_map(Op::Project),
        1 => (0..SEATS).prop_map(|seat| Op::Wait { seat }),
        3 => (1i64..6).prop_map(Op::Minutes),
    ]
}

/// A presale until minute 3, selling until minute 30 of the case.
fn window(start: i64) -> SaleWindow {
    let at = |minutes: i64| UnixMillis(start + minutes * 60_000 + 30_000);
    let presale = Some(Presale { opens_at: at(-2), grade: 1 });
    SaleWindow { presale, general_opens_at: at(3), closes_at: at(30) }
}

fn hold_id(buyer: u128, key: u128) -> HoldId {
    HoldId(Uuid::from_u128(buyer << 96 | key << 64))
}

async fn play(stage: &Stage, ops: &[Op]) {
    stage.fill(&(0..SEATS).map(free).collect::<Vec<_>>()).await;
    let (mut redis, performance) = (stage.redis.clone(), stage.performance);
    let mut model = agreed_state(&mut redis, performance).await;
    assert_eq!(
        model,
        Model::rebuilt(model.version, vec![(1, SeatState::Free); 6], BTreeSet::new())
    );
    let start = now();
    let mut offset = 0;
    for op in ops {
        let by = (offset, EPOCH);
        match op.clone() {
            Op::Hold { buyer, key, grade, seats } => {
                let call = HoldCall {
                    hold: hold_id(buyer, key),
                    window: window(start),
                    grade,
                    max_seats: 3,
                    ..call(buyer, &seats)
                };
                let told = scripts::hold(&mut redis, performance, by, &call).await.unwrap();
                let at = match &told {
                    HoldAnswer::Held { now_ms, .. } => *now_ms,
                    _ => now() + offset,
                };
                assert_eq!(told, model.hold(at, &call), "{op:?}");
            }
            Op::Extend { buyer, key, by_ms, until_min } => {
                let call = ExtendCall {
                    account: account(buyer),
                    hold: hold_id(buyer, key),
                    by_ms,
                    until_ms: start + until_min * 60_000,
                    limit_ms: 17 * 60_000 + 15_000,
                };
                let told = scripts::extend(&mut redis, performance, by, &call).await.unwrap();
                let at = match &told {
                    ExtendAnswer::Held { now_ms, .. } => *now_ms,
                    _ => now() + offset,
                };
                assert_eq!(told, model.extend(at, &call), "{op:?}");
            }
            Op::Mine { buyer } => {
                let told = scripts::mine(&mut redis, performance, by, account(buyer)).await;
                let told = told.unwrap();
                let at = match &told {
                    MineAnswer::Held { now_ms, .. } => *now_ms,
                    _ => now() + offset,
                };
                assert_eq!(told, model.mine(at, account(buyer)), "{op:?}");
            }
            Op::Release { buyer, key } => {
                let (account, hold) = (account(buyer), hold_id(buyer, key));
                let told = scripts::release(&mut redis, performance, EPOCH, account, hold).await;
                assert_eq!(told.unwrap(), model.release(account, hold), "{op:?}");
            }
            Op::Sweep => {
                let mut due = scripts::due(&mut redis, performance, by, 100).await.unwrap();
                assert_eq!(due, model.due(now() + offset));
                // Whatever else is named is left alone.
                due.extend((1..5).map(|n| DueHold {
                    account: account(n),
                    hold: hold_id(n, 1),
                    pass: None,
                }));
                let told = scripts::sweep(&mut redis, performance, by, &due).await.unwrap();
                assert_eq!(told, model.sweep(now() + offset, &due));
            }
            Op::Project(seats) => {
                let told = scripts::project(&mut redis, performance, EPOCH, &seats).await.unwrap();
                assert_eq!(told, model.project(&seats), "{op:?}");
            }
            Op::Wait { seat } => {
                if model.map()[seat as usize] != SeatState::Free {
                    let key = Key::Waited.of(performance);
                    let _: () = redis.sadd(key, seat).await.unwrap();
                    model.waited.insert(seat);
                }
            }
            Op::Minutes(minutes) => offset += minutes * 60_000,
        }
        assert_eq!(agreed_state(&mut redis, performance).await, model, "after {op:?}");
    }
}

#[test]
fn the_scripts_do_what_the_model_does() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (variable, cluster) in KINDS {
        let cases = Config { cases: 60, failure_persistence: None, ..Config::default() };
        let stage = runtime.block_on(Stage::empty(variable, cluster));
        TestRunner::new(cases)
            .run(&prop::collection::vec(op(), 1..60), |ops| {
                let performance = frontrow_shared::id::PerformanceId(Uuid::now_v7());
                let stage = Stage { performance, ..stage.clone() };
                runtime.block_on(play(&stage, &ops));
                Ok(())
            })
            .unwrap();
    }
}
