//! The return from Toss: twice, with the wrong things, too late, without a pass.

use frontrow::rooms::{self, EndReason};
use serde_json::json;

use crate::harness::Shop;

#[tokio::test]
async fn a_double_click_and_a_reload_charge_once() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0, 1]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.delay("confirm", 300).await;
    let clicks = tokio::join!(
        buyer.come_back(&order, &back),
        buyer.come_back(&order, &back),
        buyer.come_back(&order, &back)
    );
    for click in [clicks.0, clicks.1, clicks.2] {
        assert_eq!(click.expect(200).json["state"], "confirmed");
    }
    buyer.come_back(&order, &back).await.expect(200);
    assert_eq!(shop.toss.payment(&back).await["approvals"], 1);
    shop.check().await;
}

#[tokio::test]
async fn what_does_not_belong_together_is_refused_before_anything_is_charged() {
    let shop = Shop::open().await;
    let (anna, ben) = (shop.buyer().await, shop.buyer().await);
    let (annas, bens) = (anna.order(&[0]).await, ben.order(&[1]).await);
    let annas_back = anna.authorise(&shop.toss, &annas).await;
    let bens_back = ben.authorise(&shop.toss, &bens).await;

    let mut cheaper = annas_back.clone();
    cheaper["amount"] = json!(100);
    let mut swapped = annas_back.clone();
    swapped["provider_order_id"] = bens_back["provider_order_id"].clone();
    let mut odd = annas_back.clone();
    odd["payment_key"] = json!("a key with spaces");
    for wrong in [&cheaper, &swapped, &bens_back, &odd] {
        let answer = anna.come_back(&annas, wrong).await;
        assert_eq!((answer.status, answer.code()), (409, "payment_mismatch"), "{wrong}");
    }
    let stranger = ben.come_back(&annas, &annas_back).await;
    assert_eq!((stranger.status, stranger.code()), (404, "order_not_found"));
    for payment in shop.toss.payments().await {
        assert_eq!(payment["approvals"], 0);
    }
    shop.check().await;
    // And what does belong together still goes through.
    anna.come_back(&annas, &annas_back).await.expect(200);
    // A payment that has paid one order pays no other.
    let mut stolen = bens_back.clone();
    stolen["payment_key"] = annas_back["payment_key"].clone();
    let answer = ben.come_back(&bens, &stolen).await;
    assert_eq!((answer.status, answer.code()), (409, "payment_mismatch"));
    ben.come_back(&bens, &bens_back).await.expect(200);
    shop.check().await;
}

#[tokio::test]
async fn declined_then_paid_by_another_card() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[5]).await;
    let first = buyer.authorise(&shop.toss, &order).await;
    shop.toss.fault("confirm", "decline", 1).await;
    let declined = buyer.come_back(&order, &first).await;
    assert_eq!((declined.status, declined.code()), (402, "payment_declined"));
    assert_eq!(declined.json["provider_code"], "REJECT_CARD_PAYMENT");
    let waiting = buyer.look(&order).await;
    assert_eq!(waiting["state"], "awaiting_payment");
    assert_eq!(waiting["deadline_at"], order["deadline_at"], "the deadline stays");
    shop.check().await;
    // The same return again is told the same.
    assert_eq!(buyer.come_back(&order, &first).await.code(), "payment_declined");

    let second = buyer.authorise(&shop.toss, &order).await;
    buyer.come_back(&order, &second).await.expect(200);
    assert_eq!(shop.toss.payment(&first).await["approvals"], 0);
    shop.check().await;
}

#[tokio::test]
async fn two_tabs_authorise_and_one_is_charged() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[5]).await;
    let one = buyer.authorise(&shop.toss, &order).await;
    let two = buyer.authorise(&shop.toss, &order).await;
    shop.toss.delay("confirm", 200).await;
    let (a, b) = tokio::join!(buyer.come_back(&order, &one), buyer.come_back(&order, &two));
    for answer in [a, b] {
        assert!(answer.status == 200 || answer.code() == "payment_in_progress");
    }
    let approvals: i64 =
        shop.toss.payments().await.iter().map(|p| p["approvals"].as_i64().unwrap()).sum();
    assert_eq!(approvals, 1);
    let late = buyer.come_back(&order, &two).await.expect(200);
    assert_eq!(late.json["state"], "confirmed");
    shop.check().await;
}

#[tokio::test]
async fn a_closed_window_leaves_the_order_payable() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[5]).await;
    let attempt = buyer.attempt(&order).await;
    let path = format!("/api/v1/orders/{}/pay-fail", order["id"].as_str().unwrap());
    let closed = json!({ "code": "PAY_PROCESS_CANCELED", "message": "취소" });
    assert_eq!(buyer.edge.post(&path, closed).await.expect(200).json["state"], "awaiting_payment");
    let refused = json!({
        "code": "REJECT_CARD_COMPANY", "message": "거절",
        "provider_order_id": attempt["provider_order_id"],
    });
    assert_eq!(buyer.edge.post(&path, refused).await.expect(200).json["state"], "awaiting_payment");
    let back = buyer.authorise(&shop.toss, &order).await;
    buyer.come_back(&order, &back).await.expect(200);
    shop.check().await;
}

#[tokio::test]
async fn ten_minutes_at_toss_and_back_after_the_pass_ended_is_a_ticket() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[5]).await;
    let attempt = buyer.attempt(&order).await;
    shop.shift_clock(600_000).await;
    shop.toss.advance(600_000).await;
    let mut conn = shop.app.state.db.acquire().await.unwrap();
    let (sale, pass) = (shop.show.sale, buyer.pass);
    rooms::service::end_pass(&mut conn, sale, pass, EndReason::Expired).await.unwrap();
    shop.run_jobs().await;
    let back = shop.toss.authorise(&attempt).await;
    let paid = buyer.come_back(&order, &back).await.expect(200).json;
    assert_eq!(paid["tickets"].as_array().unwrap().len(), 1);
    shop.check().await;
}

#[tokio::test]
async fn the_pass_ends_when_the_order_is_paid() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    buyer.buy(&shop.toss, &[5]).await;
    let ended: String = sqlx::query_scalar("select ended_reason from passes")
        .fetch_one(&shop.app.state.db)
        .await
        .unwrap();
    assert_eq!(ended, "paid");
}

#[tokio::test]
async fn who_cancels_and_holds_again_under_the_same_key_can_order_again() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let holds = format!("/api/v1/sales/{}/holds", buyer.sale);
    let hold = async || {
        let held = buyer.edge.post_with_key(&holds, json!({ "seats": [3] }), "the-same-key").await;
        held.expect(201).json["id"].as_str().unwrap().to_owned()
    };
    let first = hold().await;
    assert_eq!(hold().await, first, "sent again, it is the same hold");
    let order = buyer.place(&first, "best", "order-one").await.expect(201).json;
    buyer.cancel(&order).await.expect(200);
    let second = hold().await;
    assert_ne!(second, first);
    buyer.place(&second, "best", "order-two").await.expect(201);
    shop.check().await;
}
