//! Money that goes back at the provider by another hand: the core finds out and follows.

use serde_json::{Value, json};

use super::webhooks::{acted_upon, changed, send};
use crate::harness::{Buyer, Shop, Staff};

/// A buyer with two paid seats, 100,000 won, and the payment's return.
async fn sold(shop: &Shop) -> (Buyer, Value, Value) {
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0, 1]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    let order = buyer.come_back(&order, &back).await.expect(200).json;
    (buyer, order, back)
}

async fn give_back(shop: &Shop, back: &Value, amount: Option<i64>) {
    shop.toss.give_back_behind_our_back(back["payment_key"].as_str().unwrap(), amount).await;
}

fn tickets(order: &Value) -> Vec<&Value> {
    order["tickets"].as_array().unwrap().iter().map(|ticket| &ticket["state"]).collect()
}

#[tokio::test]
async fn cancelled_whole_there_is_refunded_here_whoever_finds_it() {
    let shop = Shop::open().await;
    let ben = shop.buyer().await;
    // A webhook tells.
    let (anna, order, back) = sold(&shop).await;
    give_back(&shop, &back, None).await;
    // Its first read gets no answer: it is looked at again.
    shop.toss.fault("read", "drop_before", 1).await;
    send(&shop, &changed(&back, "CANCELED")).await;
    shop.shift_clock(16_000).await;
    shop.run_jobs().await;
    let order = anna.until(&order, "refunded").await;
    assert_eq!(tickets(&order), ["void", "void"]);
    assert_eq!(order["refund"], json!({ "state": "done", "amount": order["quote"]["total"] }));
    shop.check().await;
    send(&shop, &changed(&back, "DONE")).await;
    acted_upon(&shop).await;
    ben.order(&[0, 1]).await;
    // Nobody tells: it is compared a day later.
    let (carl, order, back) = {
        let buyer = shop.buyer().await;
        let order = buyer.order(&[3]).await;
        let back = buyer.authorise(&shop.toss, &order).await;
        buyer.come_back(&order, &back).await.expect(200);
        (buyer, order, back)
    };
    give_back(&shop, &back, None).await;
    shop.run_jobs().await;
    assert_eq!(carl.look(&order).await["state"], "confirmed");
    shop.shift_clock(25 * 3_600_000).await;
    shop.run_jobs().await;
    carl.until(&order, "refunded").await;
    // What is over already, as Anna's order, is put aside for good.
    let aside = "select count(*) from payment_attempts where compared_at = 'infinity'";
    let aside: i64 = sqlx::query_scalar(aside).fetch_one(&shop.app.state.db).await.unwrap();
    assert_eq!(aside, 1);
    shop.shift_clock(0).await;
    shop.check().await;
    // A cancel of ours finds it.
    let buyer = shop.buyer().await;
    let order = buyer.order(&[2]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    buyer.come_back(&order, &back).await.expect(200);
    give_back(&shop, &back, Some(20_000)).await;
    give_back(&shop, &back, Some(30_000)).await;
    // At the same moment a webhook tells of it.
    let news = changed(&back, "CANCELED");
    let (answer, ()) = tokio::join!(buyer.cancel(&order), send(&shop, &news));
    assert!(matches!(answer.status, 200 | 202), "{}", answer.json);
    buyer.until(&order, "refunded").await;
    acted_upon(&shop).await;
    assert_eq!(shop.toss.payment(&back).await["cancels"], 2);
    shop.check().await;
}

#[tokio::test]
async fn what_is_left_of_a_payment_goes_back_and_never_more() {
    let shop = Shop::open().await;
    let (buyer, order, back) = sold(&shop).await;
    give_back(&shop, &back, Some(50_000)).await;
    // No webhook has told: the core asks for all, and then for the rest.
    let answer = buyer.cancel(&order).await;
    assert!(matches!(answer.status, 200 | 202), "{}", answer.json);
    let order = buyer.until(&order, "refunded").await;
    assert_eq!(tickets(&order), ["void", "void"]);
    let payment = shop.toss.payment(&back).await;
    assert_eq!((&payment["cancels"], &payment["balance_amount"]), (&json!(2), &json!(0)));
    shop.check().await;
}

#[tokio::test]
async fn cancelled_in_part_there_is_for_a_person_and_each_way_out_is_open_where_it_is_true() {
    let shop = Shop::open().await;
    let admin = Staff::with_role(&shop.app, "admin").await;
    let (buyer, order, back) = sold(&shop).await;
    give_back(&shop, &back, Some(40_000)).await;
    send(&shop, &changed(&back, "PARTIAL_CANCELED")).await;
    let seen = buyer.until(&order, "needs_review").await;
    assert_eq!(tickets(&seen), ["valid", "valid"], "most of it is paid, and nobody has decided");
    shop.check().await;
    let path = |way: &str| format!("/staff/v1/orders/{}/{way}", order["id"].as_str().unwrap());
    let whole = admin.get(&path("")[..path("").len() - 1]).await.expect(200).json;
    let why = whole["review_reason"].as_str().unwrap();
    assert!(why.contains("40000 KRW went back") && why.contains("60000 KRW is left"), "{why}");
    assert_eq!(whole["refunds"][0]["source"], "provider");
    // Money is with Toss: the order cannot be let go. It can stay, with what went back of it.
    let reason = json!({ "reason": "one seat, by phone" });
    let untrue = admin.post(&path("release"), reason.clone()).await;
    assert_eq!((untrue.status, untrue.code()), (409, "review_untrue"));
    let kept = admin.post(&path("confirm"), reason.clone()).await.expect(200).json;
    assert_eq!(
        (&kept["order"]["state"], &kept["review_reason"]),
        (&json!("confirmed"), &json!(null))
    );
    shop.check().await;
    let again = admin.post(&path("confirm"), reason.clone()).await;
    assert_eq!((again.status, again.code()), (409, "review_untrue"));
    // The same news again is no news.
    send(&shop, &changed(&back, "PARTIAL_CANCELED")).await;
    acted_upon(&shop).await;
    assert_eq!(buyer.look(&order).await["state"], "confirmed");
    // More of it: the rest goes back, by the buyer's own hand, too.
    give_back(&shop, &back, Some(10_000)).await;
    send(&shop, &json!({ "orderId": back["provider_order_id"], "status": "x" })).await;
    buyer.until(&order, "needs_review").await;
    assert_eq!(buyer.look(&order).await["cancellable"], true);
    buyer.cancel(&order).await.expect(200);
    buyer.until(&order, "refunded").await;
    assert_eq!(shop.toss.payment(&back).await["balance_amount"], 0);
    shop.check().await;
}

#[tokio::test]
async fn the_rest_of_an_order_under_review_goes_back_by_staff() {
    let shop = Shop::open().await;
    let admin = Staff::with_role(&shop.app, "admin").await;
    let (buyer, order, back) = sold(&shop).await;
    give_back(&shop, &back, Some(99_000)).await;
    send(&shop, &changed(&back, "PARTIAL_CANCELED")).await;
    buyer.until(&order, "needs_review").await;
    let path = format!("/staff/v1/orders/{}/refund", order["id"].as_str().unwrap());
    admin.post(&path, json!({ "reason": "the rest" })).await;
    buyer.until(&order, "refunded").await;
    let payment = shop.toss.payment(&back).await;
    assert_eq!((&payment["cancels"], &payment["balance_amount"]), (&json!(2), &json!(0)));
    shop.check().await;
}
