//! Redis wiped, replaced, away: only holds without an order are lost.

use frontrow::seats::keys::Key;
use frontrow::seats::policy::{PolicyError, refuse_eviction};
use frontrow::seats::{self, sweeper};
use frontrow::state::AppState;
use frontrow_shared::seatmap::SeatState;
use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::json;

use super::{newcomer, order, path, stage, states};
use crate::harness::seat_agreement::agreed_state;
use crate::harness::{App, Show};

async fn command(app: &App, words: &[&str]) {
    let mut command = redis::cmd(words[0]);
    command.arg(&words[1..]);
    // SHUTDOWN closes the connection instead of answering.
    let _: redis::RedisResult<redis::Value> =
        command.query_async(&mut app.state.redis.clone()).await;
}

async fn epoch(app: &App, show: Show) -> i64 {
    sqlx::query_scalar("select hold_epoch from performances where id = $1")
        .bind(show.performance.0)
        .fetch_one(&app.state.db)
        .await
        .unwrap()
}

#[tokio::test]
async fn after_a_wipe_holds_are_lost_by_name_and_ordered_seats_are_never_free() {
    let (app, show) = stage(10).await;
    let holder = newcomer(&app, show).await;
    let holds = path(show, "holds");
    let hold = holder.post(&holds, json!({ "seats": [1] })).await.expect(201).json;
    let mut conn = app.state.db.acquire().await.unwrap();
    seats::reserve(&mut conn, show.performance, &[2], order()).await.unwrap();
    seats::nudge(&app.state, show.performance, &[2]).await;

    let mut rivals = Vec::new();
    for _ in 0..20 {
        rivals.push(newcomer(&app, show).await);
    }
    for _ in 0..5 {
        command(&app, &["FLUSHALL"]).await;
        let tries: Vec<_> = rivals
            .iter()
            .cloned()
            .map(|rival| {
                let holds = holds.clone();
                tokio::spawn(async move { rival.post(&holds, json!({ "seats": [2] })).await })
            })
            .collect();
        for one in tries {
            let told = one.await.unwrap();
            assert_eq!(told.code(), "seat_taken", "{}", String::from_utf8_lossy(&told.body));
        }
    }
    let extend = path(show, &format!("holds/{}/extend", hold["id"].as_str().unwrap()));
    assert_eq!(holder.post(&extend, json!({})).await.code(), "hold_lost");
    assert_eq!(holder.get(&path(show, "holds/mine")).await.code(), "hold_not_found");
    let map = agreed_state(&mut app.state.redis.clone(), show.performance).await.map();
    assert_eq!(map[..3], [SeatState::Free, SeatState::Free, SeatState::Taken]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_redis_raises_the_epoch_once_for_all_replicas() {
    let (app, show) = stage(10).await;
    let edge = newcomer(&app, show).await;
    edge.post(&path(show, "holds"), json!({ "seats": [1] })).await.expect(201);
    let before = epoch(&app, show).await;
    sweeper::round(&app.state).await.unwrap();
    assert_eq!(epoch(&app, show).await, before, "the same Redis keeps its holds");
    edge.get(&path(show, "holds/mine")).await.expect(200);

    // What a promoted replica would have: everything, but filled on another Redis.
    let meta = Key::Meta.of(show.performance);
    command(&app, &["HSET", &meta, "home", "elsewhere"]).await;
    let replicas = (0..4).map(|_| {
        let state = app.state.clone();
        tokio::spawn(async move { sweeper::round(&state).await.unwrap() })
    });
    for replica in replicas.collect::<Vec<_>>() {
        replica.await.unwrap();
    }
    assert_eq!(epoch(&app, show).await, before + 1);
    assert_eq!(edge.get(&path(show, "holds/mine")).await.code(), "hold_not_found");
    edge.post(&path(show, "holds"), json!({ "seats": [1] })).await.expect(201);
}

#[tokio::test]
async fn without_redis_choosing_fails_fast_and_says_so() {
    let (app, show) = stage(10).await;
    states(&app, show).await;
    let edge = newcomer(&app, show).await;
    command(&app, &["SHUTDOWN", "NOSAVE"]).await;
    let started = std::time::Instant::now();
    let told = edge.get(&path(show, "holds/mine")).await.expect(503);
    assert_eq!(told.code(), "unavailable");
    assert!(told.headers.contains_key("retry-after"));
    assert!(started.elapsed() < std::time::Duration::from_secs(4));
}

#[tokio::test]
async fn a_redis_that_forgets_is_refused() {
    let (app, _) = stage(1).await;
    refuse_eviction(&app.state.redis).await.unwrap();
    command(&app, &["CONFIG", "SET", "maxmemory-policy", "allkeys-lru"]).await;
    let refused = refuse_eviction(&app.state.redis).await;
    assert!(matches!(refused, Err(PolicyError::Evicts { found }) if found == "allkeys-lru"));
}

#[tokio::test]
async fn a_rebuild_needs_no_second_connection() {
    let (app, show) = stage(10).await;
    let mut config = app.state.config.clone();
    config.stores.db_connections = 1;
    let metrics = PrometheusBuilder::new().build_recorder().handle();
    let state = AppState::build(config, metrics).await.unwrap();
    let key = |key: Key| key.of(show.performance);
    let breaks = [
        vec!["FLUSHALL".to_owned()],
        vec!["HSET".to_owned(), key(Key::Meta), "home".to_owned(), "elsewhere".to_owned()],
        vec!["HSET".to_owned(), key(Key::Truth), "3".to_owned(), "9 0".to_owned()],
    ];
    for words in breaks {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        command(&app, &words).await;
        seats::mend(&state, show.performance).await.unwrap();
        let found = seats::agreement(&state, show.performance).await.unwrap();
        assert!(found.is_whole(), "{words:?}: {found:?}");
    }
}

#[tokio::test]
async fn a_performance_on_sale_is_not_forgotten_however_long_ago_it_was_filled() {
    let (app, show) = stage(10).await;
    let holder = newcomer(&app, show).await;
    holder.post(&path(show, "holds"), json!({ "seats": [1] })).await.expect(201);
    let forgotten = [Key::Meta, Key::Truth, Key::Map].map(|key| key.of(show.performance));
    let remaining = async |key: &str| -> i64 {
        redis::cmd("PTTL").arg(key).query_async(&mut app.state.redis.clone()).await.unwrap()
    };
    for key in &forgotten {
        command(&app, &["PEXPIRE", key, "60000"]).await;
        assert!((1..=60_000).contains(&remaining(key).await), "the moment has been moved: {key}");
    }
    assert!(seats::mend(&app.state, show.performance).await.unwrap().is_whole());
    for key in &forgotten {
        assert!(remaining(key).await > 59 * 24 * 3_600_000, "{key}");
    }
    holder.get(&path(show, "holds/mine")).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_several_replicas_find_wrong_is_filled_anew_once() {
    let (app, show) = stage(10).await;
    seats::mend(&app.state, show.performance).await.unwrap();
    let before = epoch(&app, show).await;
    command(&app, &["HSET", &Key::Truth.of(show.performance), "3", "9 0"]).await;
    let replicas = (0..4).map(|_| {
        let state = app.state.clone();
        tokio::spawn(async move { seats::mend(&state, show.performance).await.unwrap() })
    });
    for replica in replicas.collect::<Vec<_>>() {
        replica.await.unwrap();
    }
    assert_eq!(epoch(&app, show).await, before + 1);
}
