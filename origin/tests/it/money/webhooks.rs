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

#[tokio::test]
async fn a_forged_one_does_nothing_and_doubles_are_stored_once() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    for status in ["DONE", "DONE", "CANCELED", "EXPIRED"] {
        send(&shop, &changed(&back, status)).await;
    }
    send(&shop, &json!("nonsense")).await;
    acted_upon(&shop).await;
    assert_eq!(buyer.look(&order).await["state"], "awaiting_payment");
    let stored: i64 = sqlx::query_scalar("select count(*) from webhook_inbox")
        .fetch_one(&shop.app.state.db)
        .await
        .unwrap();
    assert_eq!(stored, 4);
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
    let stored = async || {
        sqlx::query_scalar::<_, i64>("select count(*) from webhook_inbox").fetch_one(db).await
    };
    for status in ["IN_PROGRESS", "DONE"] {
        send(&shop, &changed(&back, status)).await;
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
        assert_eq!(stored().await.unwrap(), left, "after {days} days");
    }
}
