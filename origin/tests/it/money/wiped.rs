//! Redis wiped at every stage of a purchase.

use crate::harness::Shop;

async fn flush(shop: &Shop) {
    let mut redis = shop.app.state.redis.clone();
    redis::cmd("FLUSHALL").query_async::<()>(&mut redis).await.expect("Redis is wiped");
}

#[tokio::test]
async fn a_hold_without_an_order_is_lost_with_a_clear_error() {
    let shop = Shop::open().await;
    let (anna, ben) = (shop.buyer().await, shop.buyer().await);
    let hold = anna.hold(&[0, 1]).await;
    flush(&shop).await;
    let quote = anna.quote(&hold, "best").await;
    assert_eq!((quote.status, quote.code()), (409, "hold_lost"));
    let order = anna.place(&hold, "best", "after-the-wipe").await;
    assert_eq!((order.status, order.code()), (409, "hold_lost"));
    ben.buy(&shop.toss, &[0, 1]).await;
    shop.check().await;
}

#[tokio::test]
async fn an_order_is_never_lost_and_no_seat_is_sold_twice() {
    let shop = Shop::open().await;
    let (anna, ben) = (shop.buyer().await, shop.buyer().await);
    let bens_path = format!("/api/v1/sales/{}/holds", shop.show.sale);
    let taken = async |stage: &str| {
        let answer = ben.edge.post(&bens_path, serde_json::json!({ "seats": [0] })).await;
        assert_eq!((answer.status, answer.code()), (409, "seat_taken"), "{stage}");
    };
    let order = anna.order(&[0, 1]).await;
    flush(&shop).await;
    taken("ordered").await;
    let back = anna.authorise(&shop.toss, &order).await;
    flush(&shop).await;
    taken("at Toss").await;
    shop.toss.delay("confirm", 500).await;
    let (paid, ()) = tokio::join!(anna.come_back(&order, &back), async {
        anna.until(&order, "confirming").await;
        flush(&shop).await;
        taken("confirming").await;
    });
    assert_eq!(paid.expect(200).json["state"], "confirmed");
    flush(&shop).await;
    taken("paid").await;
    shop.check().await;
    flush(&shop).await;
    assert_eq!(anna.cancel(&order).await.expect(200).json["state"], "refunded");
    ben.buy(&shop.toss, &[0]).await;
    shop.check().await;
}
