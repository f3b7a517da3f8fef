//! What is old is forgotten, what has to stay stays, and nothing in Redis stays for ever.

use std::collections::BTreeMap;

use frontrow::{retention, rooms};
use frontrow_shared::id::PassId;
use serde_json::json;
use sqlx::AssertSqlSafe;

use crate::accounts::sign_up;
use crate::harness::{Shop, Staff};

const DAY: i64 = 24 * 3_600_000;

/// Rows of every table.
async fn rows(shop: &Shop) -> BTreeMap<String, i64> {
    let db = &shop.app.state.db;
    let tables =
        "select relname::text from pg_stat_user_tables where relname <> 'frontrow_settings'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(db).await.unwrap();
    let mut rows = BTreeMap::new();
    for table in tables {
        let count = format!("select count(*) from {table}");
        let count = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(db).await.unwrap();
        rows.insert(table, count);
    }
    rows
}

async fn end_pass(shop: &Shop, pass: PassId) {
    let mut conn = shop.app.state.db.acquire().await.unwrap();
    let ended = rooms::EndReason::Left;
    rooms::service::end_pass(&mut conn, shop.show.sale, pass, ended).await.unwrap();
}

#[tokio::test]
async fn the_sweeps_remove_what_is_due_and_nothing_else() {
    let shop = Shop::open().await;
    let db = &shop.app.state.db;
    let paid = shop.buyer().await;
    paid.buy(&shop.toss, &[0]).await;
    let (idle, busy) = (shop.buyer().await, shop.buyer().await);
    busy.order(&[1]).await;
    for pass in [idle.pass, busy.pass] {
        end_pass(&shop, pass).await;
    }
    sign_up(&shop.app, "gone@example.com").await.expect(201);
    sign_up(&shop.app, "here@example.com").await.expect(201);
    let staff = Staff::signed_in(&shop.app).await;
    let coupon = json!({
        "name": "쿠폰", "name_en": "Coupon", "kind": "fixed", "amount": 1_000,
        "valid_from": "2026-01-01T00:00:00Z", "valid_until": "2036-01-01T00:00:00Z",
    });
    staff.post("/staff/v1/coupons", coupon).await.expect(201);
    sqlx::query(
        "update sessions set ended_at = frontrow_now() from accounts a
                 where a.id = account_id and a.email = 'gone@example.com'",
    )
    .execute(db)
    .await
    .unwrap();
    sqlx::query("update sales set closes_at = frontrow_now() + interval '1 second'")
        .execute(db)
        .await
        .unwrap();
    sqlx::query(
        "update sessions set expires_at = frontrow_now() + interval '1 year'
                 where ended_at is null",
    )
    .execute(db)
    .await
    .unwrap();
    let full = rows(&shop).await;
    assert_eq!(full["passes"], 3);
    shop.shift_clock(29 * DAY).await;
    retention::round(&shop.app.state).await.unwrap();
    assert_eq!(rows(&shop).await, full, "nothing is a month old");

    // Whatever is old enough goes, however many look after it at once.
    shop.shift_clock(32 * DAY).await;
    let round = || retention::round(&shop.app.state);
    tokio::try_join!(round(), round(), round()).unwrap();
    let left = rows(&shop).await;
    let orders = full["orders"];
    let mut expected = full.clone();
    expected.insert("outbox".to_owned(), orders);
    expected.insert("passes".to_owned(), 1);
    expected.insert("sessions".to_owned(), full["sessions"] - 1);
    expected.insert("catalog_entries".to_owned(), 0);
    assert_eq!(left, expected);
    let of_busy = sqlx::query_scalar::<_, bool>("select id = $1 from passes");
    assert!(of_busy.bind(busy.pass.0).fetch_one(db).await.unwrap(), "its order is still open");

    // The numbers of an order's events go on where they were.
    shop.run_jobs().await;
    let more: Vec<(i64, i64)> = sqlx::query_as(
        "select min(seq), max(seq) from outbox group by aggregate_id having count(*) > 1",
    )
    .fetch_all(db)
    .await
    .unwrap();
    assert!(!more.is_empty() && more.iter().all(|(first, last)| *last == first + 1), "{more:?}");
}

#[tokio::test]
async fn nothing_in_redis_outlives_its_holds_for_ever() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    buyer.buy(&shop.toss, &[0]).await;
    let idle = shop.buyer().await;
    let hold = idle.hold(&[2]).await;
    idle.edge.delete(&format!("/api/v1/sales/{}/holds/{hold}", idle.sale)).await.expect(204);
    sign_up(&shop.app, "a@example.com").await.expect(201);
    shop.run_jobs().await;
    let mut redis = shop.app.state.redis.clone();
    let keys: Vec<String> = redis::cmd("KEYS").arg("*").query_async(&mut redis).await.unwrap();
    assert!(keys.len() > 3, "{keys:?}");
    let mut eternal = Vec::new();
    for key in keys {
        let ttl: i64 = redis::cmd("TTL").arg(&key).query_async(&mut redis).await.unwrap();
        if ttl == -1 {
            eternal.push(key);
        }
    }
    assert!(eternal.is_empty(), "{eternal:?}");
}
