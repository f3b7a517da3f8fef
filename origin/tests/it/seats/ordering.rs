//! What orders do with seats, in PostgreSQL, and how Redis follows.

use frontrow::seats::{self, SeatsError, projector};
use frontrow_shared::seatmap::SeatState;
use serde_json::json;
use tokio::sync::Barrier;

use super::{newcomer, order, path, stage, states, until_shown};
use crate::harness::buyer;
use crate::harness::seat_agreement::agreed_state;

#[tokio::test]
async fn an_order_takes_the_seats_of_its_hold_through_all_states() {
    let (app, show) = stage(10).await;
    let (state, performance) = (&app.state, show.performance);
    let account = buyer(&state.db).await;
    let edge = app.edge.clone().for_account(account).with_new_pass(show.sale).0;
    let hold = edge.post(&path(show, "holds"), json!({ "seats": [4, 1] })).await.expect(201).json;
    let hold = hold["id"].as_str().unwrap().parse().unwrap();
    let until = frontrow::clock::wall().0 + 16 * 60_000;
    let held = seats::extend_for_order(state, performance, hold, account, until).await.unwrap();
    assert_eq!((held.seats.as_slice(), held.expires_ms), ([4, 1].as_slice(), until));
    assert_eq!(seats::held(state, performance, hold, account).await.unwrap(), held);

    let order = order();
    let mut tx = state.db.begin().await.unwrap();
    seats::reserve(&mut tx, performance, &held.seats, order).await.unwrap();
    tx.commit().await.unwrap();
    seats::nudge(state, performance, &held.seats).await;
    let redis = agreed_state(&mut state.redis.clone(), performance).await;
    assert!(redis.holds.is_empty(), "the hold has become an order");
    assert_eq!(redis.map()[1], SeatState::Taken);
    let gone = seats::extend_for_order(state, performance, hold, account, until).await;
    assert!(matches!(gone, Err(SeatsError::HoldLost)));

    let mut conn = state.db.acquire().await.unwrap();
    let early = seats::sell(&mut conn, performance, order).await;
    assert!(matches!(early, Err(SeatsError::NotInState { wanted: "claimed", .. })));
    assert_eq!(seats::claim(&mut conn, performance, order).await.unwrap(), [1, 4]);
    let twice = seats::claim(&mut conn, performance, order).await;
    assert!(matches!(twice, Err(SeatsError::NotInState { wanted: "reserved", .. })));
    seats::unclaim(&mut conn, performance, order).await.unwrap();
    seats::claim(&mut conn, performance, order).await.unwrap();
    seats::sell(&mut conn, performance, order).await.unwrap();
    assert_eq!(seats::free(&mut conn, performance, order).await.unwrap(), [1, 4]);
    assert!(seats::free(&mut conn, performance, order).await.unwrap().is_empty());
    drop(conn);
    projector::round(state).await.unwrap();
    until_shown(&app, show, 4, SeatState::Free).await;
    newcomer(&app, show)
        .await
        .post(&path(show, "holds"), json!({ "seats": [4] }))
        .await
        .expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_orders_of_overlapping_seats_never_both_have_them_and_never_deadlock() {
    let (app, show) = stage(10).await;
    for round in 0..20 {
        let start = std::sync::Arc::new(Barrier::new(2));
        let tries = [[1, 2, 3], [3, 2, 9]].map(|seats| {
            let (db, start, order) = (app.state.db.clone(), start.clone(), order());
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                start.wait().await;
                let told = seats::reserve(&mut tx, show.performance, &seats, order).await;
                match told {
                    Ok(()) => {
                        tx.commit().await.unwrap();
                        Some(order)
                    }
                    Err(SeatsError::Taken { seats }) => {
                        assert!(seats.contains(&2) && seats.contains(&3));
                        None
                    }
                    Err(other) => panic!("{other}"),
                }
            })
        });
        let mut won = Vec::new();
        for one in tries {
            won.extend(one.await.unwrap());
        }
        assert_eq!(won.len(), 1, "round {round}");
        let mut conn = app.state.db.acquire().await.unwrap();
        assert_eq!(seats::free(&mut conn, show.performance, won[0]).await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn what_was_not_nudged_is_projected_and_what_was_lost_is_found() {
    let (app, show) = stage(10).await;
    let (state, performance) = (&app.state, show.performance);
    projector::round(state).await.unwrap();
    let mut conn = state.db.acquire().await.unwrap();
    seats::reserve(&mut conn, performance, &[5], order()).await.unwrap();
    projector::round(state).await.unwrap();
    let map = agreed_state(&mut state.redis.clone(), performance).await.map();
    assert_eq!(map[5], SeatState::Taken);

    // Redis is said to have a change that it never got.
    seats::reserve(&mut conn, performance, &[6], order()).await.unwrap();
    sqlx::query("update performance_seats set projected_version = version")
        .execute(&mut *conn)
        .await
        .unwrap();
    projector::round(state).await.unwrap();
    let map = agreed_state(&mut state.redis.clone(), performance).await.map();
    assert_eq!(map[6], SeatState::Free);
    projector::compare(state).await.unwrap();
    let map = agreed_state(&mut state.redis.clone(), performance).await.map();
    assert_eq!(map[6], SeatState::Taken);

    // PostgreSQL has lost a commit that Redis has seen.
    sqlx::query("update performance_seats set state = 'free', order_id = null, version = 1")
        .execute(&mut *conn)
        .await
        .unwrap();
    projector::compare(state).await.unwrap();
    assert!(states(&app, show).await.iter().all(|seat| *seat == SeatState::Free));
}
