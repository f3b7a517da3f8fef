//! Two replicas, one of them told to stop while buyers pay.

use crate::harness::{CoreProcess, Shop};

#[tokio::test]
async fn a_replica_that_is_told_to_stop_finishes_payments_while_the_other_sells() {
    let shop = Shop::open().await;
    let config = &shop.app.state.config;
    let (leaving, staying) = tokio::join!(CoreProcess::start(config), CoreProcess::start(config));

    let mut under_way = Vec::new();
    for seat in [0, 1, 2] {
        let buyer = shop.buyer().await;
        let order = buyer.order(&[seat]).await;
        let back = buyer.authorise(&shop.toss, &order).await;
        shop.toss.delay("confirm", 3_000).await;
        let paying = buyer.through(&leaving);
        let asked = order.clone();
        let answer = tokio::spawn(async move { paying.come_back(&asked, &back).await });
        buyer.until(&order, "confirming").await;
        under_way.push(answer);
    }
    leaving.terminate();

    let meanwhile = shop.buyer().await.through(&staying);
    meanwhile.buy(&shop.toss, &[10]).await;
    for answer in under_way {
        let paid = answer.await.expect("the buyer gets an answer").expect(200);
        assert_eq!(paid.json["state"], "confirmed");
    }
    assert!(leaving.ended().await, "it says that all is well");
    shop.check().await;
}
