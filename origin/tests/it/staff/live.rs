//! Watching an on-sale: the numbers are those of the stores.

use frontrow::figures::record;
use frontrow_shared::keys::Purpose;
use frontrow_shared::sync::SyncReport;
use serde_json::{Value, json};

use crate::harness::{Shop, Staff};

/// What the room says: 40 joined, 12 of them called, 7 inside.
async fn room_reports(shop: &Shop) {
    let report = SyncReport {
        epoch: 1,
        granted: Vec::new(),
        ended: Vec::new(),
        expiring: Vec::new(),
        cursor: String::new(),
        active: 7,
        waiting: 28,
        called: 12,
        wakes_at_ms: None,
        heights: Default::default(),
    };
    let path = format!("/edge/v1/rooms/{}/sync", shop.show.sale);
    let body = serde_json::to_value(report).unwrap();
    shop.app.edge.send_under(Purpose::Sync, "POST", &path, Some(body), &[]).await.expect(200);
}

/// The live document, once nothing of it is remembered.
async fn live(staff: &Staff, shop: &Shop, seen: impl Fn(&Value) -> bool) -> Value {
    let path = format!("/staff/v1/sales/{}/live", shop.show.sale);
    for _ in 0..500 {
        let live = staff.get(&path).await.expect(200).json;
        if seen(&live) {
            return live;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("never seen: {}", staff.get(&path).await.json);
}

#[tokio::test]
async fn the_live_figures_are_those_of_the_stores() {
    let shop = Shop::open().await;
    let staff = Staff::signed_in(&shop.app).await;
    let before = live(&staff, &shop, |_| true).await;
    assert_eq!(before["room_last_sync_ms"], Value::Null);
    assert_eq!((&before["waiting"], &before["phase"]), (&Value::Null, &json!("open")));
    assert_eq!(before["history"], json!([]));

    room_reports(&shop).await;
    let [paid, back, waiting, choosing] =
        [shop.buyer().await, shop.buyer().await, shop.buyer().await, shop.buyer().await];
    paid.buy(&shop.toss, &[0, 1]).await;
    let returned = back.buy(&shop.toss, &[2]).await;
    back.cancel(&returned).await;
    back.until(&returned, "refunded").await;
    waiting.order(&[4]).await;
    choosing.hold(&[5, 6, 7]).await;

    let live = live(&staff, &shop, |live| live["seats"]["held"] == 3).await;
    assert_eq!(
        live["seats"],
        json!({"free": 34, "held": 3, "reserved": 1, "sold": 2, "blocked": 0, "total": 40})
    );
    assert_eq!(live["holds"], 1);
    assert_eq!(live["orders"]["confirmed"], 1);
    assert_eq!(live["orders"]["refunded"], 1);
    assert_eq!(live["orders"]["awaiting_payment"], 1);
    assert_eq!(live["revenue"], json!({"minor": 100_000, "currency": "KRW"}));
    let booked: i64 = sqlx::query_scalar(
        "select sum(debit - credit)::bigint from ledger_lines where account = 'provider_receivable'",
    )
    .fetch_one(&shop.app.state.db)
    .await
    .unwrap();
    assert_eq!(live["revenue"]["minor"], booked, "the books say the same");
    assert_eq!(
        (&live["active"], &live["waiting"], &live["called"], &live["joined"]),
        (&json!(7), &json!(28), &json!(12), &json!(40))
    );
    assert_eq!((&live["cap"], &live["cap_in_force"]), (&json!(100), &json!(100)));
    assert!(live["room_last_sync_ms"].is_i64());
}

#[tokio::test]
async fn figures_and_problems_are_written_down_once_for_all_replicas() {
    let shop = Shop::open().await;
    let staff = Staff::signed_in(&shop.app).await;
    room_reports(&shop).await;
    for _ in 0..3 {
        shop.app.edge.get("/api/v1/nothing-here").await.expect(404);
    }
    // Two replicas in the same five seconds, or in the next: never two rows for one span.
    record::round(&shop.app.state).await.unwrap();
    record::round(&shop.app.state).await.unwrap();
    let live = live(&staff, &shop, |live| {
        live["history"].as_array().unwrap().len() == 1
            || live["history"].as_array().unwrap().len() == 2
    })
    .await;
    let point = &live["history"][0];
    assert_eq!(point["at_ms"].as_i64().unwrap() % 5_000, 0);
    assert_eq!((&point["waiting"], &point["cap"]), (&json!(28), &json!(100)));
    assert_eq!((&point["sold"], &point["errors"]), (&json!(0), &json!(0)));
    assert_eq!(live["errors"]["client"], 3);
    assert_eq!(live["errors"]["codes"], json!([{"code": "not_found", "status": 404, "count": 3}]));

    // A day later nobody asks any more.
    shop.shift_clock(25 * 3_600_000).await;
    record::clean(&shop.app.state).await.unwrap();
    let left: i64 = sqlx::query_scalar(
        "select (select count(*) from sale_figures) + (select count(*) from problem_counts)",
    )
    .fetch_one(&shop.app.state.db)
    .await
    .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn it_is_said_when_redis_does_not_answer_and_when_there_is_no_such_sale() {
    let mut shop = Shop::open().await;
    let staff = Staff::signed_in(&shop.app).await;
    shop.app.redis.stop();
    let live = live(&staff, &shop, |_| true).await;
    assert_eq!((&live["holds"], &live["seats"]["held"]), (&Value::Null, &Value::Null));
    assert_eq!(live["seats"]["free"], 40);
    let none = staff.get("/staff/v1/sales/sal_00000000000070008000000000000000/live").await;
    assert_eq!((none.status, none.code()), (404, "sale_not_found"));
}
