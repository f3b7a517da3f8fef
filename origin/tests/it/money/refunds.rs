//! Money going back.

use serde_json::json;

use crate::harness::Shop;

#[tokio::test]
async fn an_unpaid_order_frees_everything_at_once() {
    let shop = Shop::open().await;
    let (anna, ben) = (shop.buyer().await, shop.buyer().await);
    let order = anna.order(&[0, 1]).await;
    let back = anna.authorise(&shop.toss, &order).await;
    assert_eq!(anna.cancel(&order).await.expect(200).json["state"], "cancelled");
    assert_eq!(anna.cancel(&order).await.expect(200).json["state"], "cancelled");
    // Whoever comes back after all is not charged.
    let late = anna.come_back(&order, &back).await;
    assert_eq!(late.status, 409);
    assert_eq!(shop.toss.payment(&back).await["approvals"], 0);
    ben.buy(&shop.toss, &[0, 1]).await;
    shop.check().await;
}

#[tokio::test]
async fn a_paid_order_goes_back_to_the_won_and_its_seats_are_sold_again() {
    let shop = Shop::open().await;
    let (anna, ben) = (shop.buyer().await, shop.buyer().await);
    let order = anna.buy(&shop.toss, &[0, 1]).await;
    let refused = ben.cancel(&order).await;
    assert_eq!((refused.status, refused.code()), (404, "order_not_found"));
    let clicks = tokio::join!(anna.cancel(&order), anna.cancel(&order));
    for click in [clicks.0, clicks.1] {
        assert!(matches!(click.status, 200 | 202), "{}", click.status);
    }
    let back = anna.until(&order, "refunded").await;
    assert_eq!(back["refund"], json!({ "state": "done", "amount": order["quote"]["total"] }));
    assert_eq!(back["tickets"][0]["state"], "void");
    let qr = format!("/api/v1/tickets/{}/qr.svg", back["tickets"][0]["id"].as_str().unwrap());
    anna.edge.get(&qr).await.expect(404);
    let payments = shop.toss.payments().await;
    assert_eq!((&payments[0]["cancels"], &payments[0]["balance_amount"]), (&json!(1), &json!(0)));
    shop.check().await;
    ben.buy(&shop.toss, &[0, 1]).await;
    shop.check().await;
}

#[tokio::test]
async fn a_lost_answer_to_a_refund_is_found_again_and_given_once() {
    for fault in
        ["drop_after_approval", "error_500_after_approval", "drop_before", "provider_error"]
    {
        let shop = Shop::open().await;
        let buyer = shop.buyer().await;
        let order = buyer.buy(&shop.toss, &[0]).await;
        shop.toss.fault("cancel", fault, 1).await;
        let answer = buyer.cancel(&order).await;
        assert!(matches!(answer.status, 200 | 202), "{fault}: {}", answer.status);
        buyer.until(&order, "refunded").await;
        assert_eq!(shop.toss.payments().await[0]["cancels"], 1, "{fault}");
        shop.check().await;
    }
}

#[tokio::test]
async fn while_it_is_unknown_the_tickets_are_suspended_and_the_seat_stays_sold() {
    let shop = Shop::open().await;
    let (anna, ben) = (shop.buyer().await, shop.buyer().await);
    let order = anna.buy(&shop.toss, &[0]).await;
    shop.toss.delay("cancel", 1_000).await;
    let (answer, meanwhile) = tokio::join!(anna.cancel(&order), async {
        loop {
            let now = anna.look(&order).await;
            if now["tickets"][0]["state"] == "suspended" {
                return now;
            }
        }
    });
    assert_eq!(answer.expect(200).json["state"], "refunded");
    assert_eq!(meanwhile["state"], "confirmed");
    assert_eq!(meanwhile["cancellable"], false);
    ben.buy(&shop.toss, &[0]).await;
    shop.check().await;
}

#[tokio::test]
async fn after_the_show_has_begun_tickets_are_not_taken_back() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.buy(&shop.toss, &[0]).await;
    shop.shift_clock(31 * 24 * 3_600_000).await;
    let refused = buyer.cancel(&order).await;
    assert_eq!((refused.status, refused.code()), (409, "order_not_cancellable"));
    shop.check().await;
}
