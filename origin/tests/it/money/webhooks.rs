//! Webhooks say "go and look", nothing more.

use frontrow::payments::inbox;
use frontrow_shared::keys::Purpose;
use serde_json::{Value, json};

use crate::harness::{Edge, Shop};

pub(super) async fn send(shop: &Shop, body: &Value) {
    let nonce = *uuid::Uuid::new_v4().as_bytes();
    let bytes = body.to_string().into_bytes();
    let request = shop.app.edge.request(Purpose::Hop, "POST", "/webhooks/toss", bytes, &nonce);
    Edge::answer(request).await.expect(200);
}

pub(super) fn changed(back: &Value, status: &str) -> Value {
    json!({
        "eventType": "PAYMENT_STATUS_CHANGED",
        "createdAt": "2026-11-21T10:21:10.000000",
        "data": {
            "paymentKey": back["payment_key"], "orderId": back["provider_order_id"],
            "status": status, "totalAmount": back["amount"],
        },
    })
}

pub(super) async fn acted_upon(shop: &Shop) {
    let open = async {
        loop {
            let open: i64 =
                sqlx::query_scalar("select count(*) from webhook_inbox where processed_at is null")
                    .fetch_one(&shop.app.state.db)
                    .await
                    .unwrap();
            if open == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), open).await.expect("acted upon");
}

/// How many rows there are, and how many bytes of bodies in them.
async fn stored(shop: &Shop) -> (i64, i64) {
    let all = "select count(*), coalesce(sum(length(body)), 0)::bigint from webhook_inbox";
    sqlx::query_as(all).fetch_one(&shop.app.state.db).await.unwrap()
}

#[tokio::test]
async fn forged_ones_do_nothing_leave_nothing_and_cost_the_provider_little() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    let of_nobody = json!({ "provider_order_id": format!("fr-{}", "0".repeat(32)) });
    for body in
        [json!("nonsense"), json!({ "filler": "x".repeat(60_000) }), changed(&of_nobody, "DONE")]
    {
        send(&shop, &body).await;
    }
    assert_eq!(stored(&shop).await, (0, 0));
    // Each read takes one of these away, and is answered all the same.
    shop.toss.fault("read", "extra_fields", 100).await;
    for at in 0..40 {
        let mut forged = changed(&back, ["DONE", "CANCELED", "EXPIRED"][at % 3]);
        forged["filler"] = json!(format!("{at}{}", "x".repeat(10_000)));
        send(&shop, &forged).await;
    }
    // What is left of them waits for the next minute, whoever looks.
    for _ in 0..3 {
        shop.run_jobs().await;
    }
    assert!(shop.toss.faults_left().await >= 96);
    shop.shift_clock(61_000).await;
    shop.run_jobs().await;
    acted_upon(&shop).await;
    assert!(shop.toss.faults_left().await >= 95);
    assert_eq!(stored(&shop).await, (1, 0));
    shop.shift_clock(180_000).await;
    assert_eq!(buyer.look(&order).await["state"], "awaiting_payment");
    buyer.come_back(&order, &back).await.expect(200);
    // The same words, first made up and then true.
    let mut cancelled = changed(&back, "CANCELED");
    cancelled["createdAt"] = json!("2026-11-21T10:22:10.000000");
    send(&shop, &cancelled).await;
    acted_upon(&shop).await;
    assert_eq!(buyer.look(&order).await["state"], "confirmed");
    shop.check().await;
    shop.toss.give_back_behind_our_back(back["payment_key"].as_str().unwrap(), None).await;
    cancelled["createdAt"] = json!("2026-11-21T10:23:10.000000");
    send(&shop, &cancelled).await;
    buyer.until(&order, "refunded").await;
    shop.check().await;
}

#[tokio::test]
async fn money_that_toss_took_without_us_pays_the_order_while_it_can() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.confirm_behind_our_back(&back).await;
    send(&shop, &changed(&back, "DONE")).await;
    buyer.until(&order, "confirmed").await;
    shop.check().await;
}

#[tokio::test]
async fn money_for_seats_that_are_gone_goes_back_by_itself() {
    let shop = Shop::open().await;
    let (anna, ben) = (shop.buyer().await, shop.buyer().await);
    let order = anna.order(&[0]).await;
    let back = anna.authorise(&shop.toss, &order).await;
    shop.shift_clock(16 * 60_000).await;
    shop.run_jobs().await;
    assert_eq!(anna.look(&order).await["state"], "expired");
    ben.buy(&shop.toss, &[0]).await;
    shop.toss.confirm_behind_our_back(&back).await;
    // The only news of it must not be lost with an answer.
    shop.toss.fault("read", "drop_before", 1).await;
    send(&shop, &changed(&back, "DONE")).await;
    shop.shift_clock(17 * 60_000).await;
    shop.run_jobs().await;
    acted_upon(&shop).await;
    let returned = async {
        while shop.toss.payment(&back).await["balance_amount"] != 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), returned).await.expect("it goes back");
    send(&shop, &changed(&back, "CANCELED")).await;
    acted_upon(&shop).await;
    assert_eq!(shop.toss.payment(&back).await["cancels"], 1);
    assert_eq!(anna.look(&order).await["state"], "expired");
    shop.check().await;
}

#[tokio::test]
async fn what_was_acted_upon_is_forgotten_after_a_month_and_nothing_else() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    let db = &shop.app.state.db;
    let other = buyer.authorise(&shop.toss, &order).await;
    for back in [&back, &other] {
        send(&shop, &changed(back, "DONE")).await;
    }
    acted_upon(&shop).await;
    // One of them nobody has acted upon.
    let open = "update webhook_inbox set processed_at = null
                where id = (select id from webhook_inbox limit 1)";
    sqlx::query(open).execute(db).await.unwrap();
    let day = 24 * 3_600_000;
    for (days, left) in [(29, 2), (31, 1), (400, 1)] {
        shop.shift_clock(days * day).await;
        inbox::forget(db).await.unwrap();
        assert_eq!(stored(&shop).await.0, left, "after {days} days");
    }
}
