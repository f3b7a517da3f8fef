//! Confirms whose outcome is in doubt: one charge, and never a failure out of ignorance.

use crate::harness::Shop;

#[tokio::test]
async fn whatever_becomes_of_the_answer_the_buyer_is_charged_once_and_has_the_ticket() {
    let shop = Shop::open().await;
    for (seat, fault) in [
        "drop_before",
        "drop_after_approval",
        "error_500_before",
        "error_500_after_approval",
        "provider_error",
        "status_429",
        "s008",
        "truncated_json",
        "extra_fields",
    ]
    .into_iter()
    .enumerate()
    {
        let buyer = shop.buyer().await;
        let order = buyer.order(&[i32::try_from(seat).unwrap()]).await;
        let back = buyer.authorise(&shop.toss, &order).await;
        shop.toss.fault("confirm", fault, 1).await;
        let answer = buyer.come_back(&order, &back).await;
        assert!(matches!(answer.status, 200 | 202), "{fault}: {}", answer.status);
        buyer.until(&order, "confirmed").await;
        assert_eq!(shop.toss.payment(&back).await["approvals"], 1, "{fault}");
    }
    shop.check().await;
}

#[tokio::test]
async fn a_read_that_fails_too_leaves_it_open_and_not_failed() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.fault("confirm", "error_500_after_approval", 1).await;
    shop.toss.fault("read", "drop_before", 1).await;
    buyer.come_back(&order, &back).await;
    buyer.until(&order, "confirmed").await;
    assert_eq!(shop.toss.payment(&back).await["approvals"], 1);
    shop.check().await;
}

#[tokio::test]
async fn nobody_cancels_or_pays_an_order_whose_payment_is_in_doubt() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.delay("confirm", 700).await;
    let (paid, ()) = tokio::join!(buyer.come_back(&order, &back), async {
        buyer.until(&order, "confirming").await;
        shop.check().await;
        let cancelled = buyer.cancel(&order).await;
        assert_eq!((cancelled.status, cancelled.code()), (409, "payment_in_progress"));
        let path = format!("/api/v1/orders/{}/attempts", order["id"].as_str().unwrap());
        let another = buyer.edge.post(&path, serde_json::Value::Null).await;
        assert_eq!((another.status, another.code()), (409, "payment_in_progress"));
        // Not even the deadline ends it.
        shop.shift_clock(3_600_000).await;
        shop.run_jobs().await;
    });
    assert_eq!(paid.expect(200).json["state"], "confirmed");
    shop.check().await;
}

#[tokio::test]
async fn a_session_that_ran_out_at_toss_is_told_and_the_order_can_be_paid_again() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.advance(11 * 60_000).await;
    let gone = buyer.come_back(&order, &back).await;
    assert_eq!((gone.status, gone.code()), (409, "payment_session_gone"));
    let again = buyer.authorise(&shop.toss, &order).await;
    buyer.come_back(&order, &again).await.expect(200);
    shop.check().await;
}
