//! The same won everywhere: at Toss, in the order, in the ledger, on the tickets.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{Buyer, Shop};

use super::coupons::percent_coupon;

async fn ledger(shop: &Shop, order: &Value) -> Vec<(String, String, i64, i64)> {
    let id: frontrow_shared::id::OrderId = order["id"].as_str().unwrap().parse().unwrap();
    sqlx::query_as(
        "select e.kind, l.account, l.debit, l.credit
         from ledger_entries e join ledger_lines l on l.entry_id = e.id
         where e.order_id = $1 order by e.id, l.line_no",
    )
    .bind(id.0)
    .fetch_all(&shop.app.state.db)
    .await
    .unwrap()
}

#[tokio::test]
async fn two_seats_with_ten_percent_capped_at_5000_won() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    percent_coupon(&shop, &buyer, 1_000, 5_000).await;

    let hold = buyer.hold(&[4, 3]).await;
    let quote = buyer.quote(&hold, "best").await.expect(200).json;
    let order = buyer.place(&hold, "best", "the-order-key").await.expect(201).json;
    assert_eq!(order["quote"], quote, "what was quoted is what is frozen");
    assert_eq!(quote["discount"]["minor"], 5_000);
    assert_eq!(quote["coupon"]["explanation_en"], "10% off the order, at most ₩5,000.");

    let attempt = buyer.attempt(&order).await;
    assert_eq!(attempt["amount"], json!({ "minor": 95_000, "currency": "KRW" }));
    let back = shop.toss.authorise(&attempt).await;
    let paid = buyer.come_back(&order, &back).await.expect(200).json;
    assert_eq!(paid["state"], "confirmed");
    assert_eq!(paid["payment"]["method"], "카드");
    let payment = shop.toss.payment(&back).await;
    assert_eq!((&payment["total_amount"], &payment["approvals"]), (&json!(95_000), &json!(1)));
    let booked =
        |account: &str, debit, credit| ("sale".to_owned(), account.to_owned(), debit, credit);
    assert_eq!(
        ledger(&shop, &order).await,
        [
            booked("provider_receivable", 95_000, 0),
            booked("discount_expense", 5_000, 0),
            booked("seller_payable", 0, 100_000),
        ]
    );
    let seats: Vec<_> =
        paid["tickets"].as_array().unwrap().iter().map(|t| t["seat_no"].clone()).collect();
    assert_eq!(seats, [json!(3), json!(4)]);
    ticket_shows(&buyer, &paid["tickets"][0]).await;
    shop.check().await;
}

async fn ticket_shows(buyer: &Buyer, brief: &Value) {
    let path = format!("/api/v1/tickets/{}", brief["id"].as_str().unwrap());
    let ticket = buyer.edge.get(&path).await.expect(200).json;
    assert_eq!(ticket["code"].as_str().unwrap().len(), 32);
    assert_eq!((&ticket["row"], &ticket["label"]), (&json!("1"), &json!("4")));
    let qr = buyer.edge.get(&format!("{path}/qr.svg")).await.expect(200);
    assert_eq!(qr.headers["content-type"], "image/svg+xml");
    let stranger = frontrow_shared::id::AccountId(Uuid::now_v7());
    let other = buyer.edge.clone().for_account(stranger).get(&path).await;
    assert_eq!((other.status, other.code()), (404, "ticket_not_found"));
}

#[tokio::test]
async fn an_order_of_nothing_is_confirmed_without_a_provider_and_can_be_given_back() {
    let shop = Shop::at_price(3_000).await;
    let buyer = shop.buyer().await;
    percent_coupon(&shop, &buyer, 10_000, 50_000).await;
    let order = buyer.order(&[0]).await;
    assert_eq!(
        (&order["state"], &order["quote"]["total"]["minor"]),
        (&json!("confirmed"), &json!(0))
    );
    assert_eq!(order["tickets"].as_array().unwrap().len(), 1);
    shop.check().await;
    let back = buyer.cancel(&order).await.expect(200).json;
    assert_eq!(back["state"], "refunded");
    assert!(shop.toss.payments().await.is_empty());
    shop.check().await;
}

#[tokio::test]
async fn below_the_least_that_can_be_charged_the_discount_shrinks() {
    let shop = Shop::at_price(1_000).await;
    let buyer = shop.buyer().await;
    percent_coupon(&shop, &buyer, 9_500, 50_000).await;
    let order = buyer.order(&[0]).await;
    assert_eq!(order["quote"]["total"]["minor"], 100);
    let why = order["quote"]["coupon"]["explanation_en"].as_str().unwrap();
    assert!(why.contains("₩100 is the least"), "{why}");
    shop.check().await;
}

#[tokio::test]
async fn the_same_key_is_the_same_order_and_a_hold_is_ordered_once() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let hold = buyer.hold(&[7]).await;
    let twice = tokio::join!(
        buyer.place(&hold, "best", "one-intent"),
        buyer.place(&hold, "best", "one-intent")
    );
    let order = twice.0.expect(201).json;
    assert_eq!(order["id"], twice.1.expect(201).json["id"]);
    let reused = buyer.place(&hold, "none", "one-intent").await;
    assert_eq!((reused.status, reused.code()), (409, "idempotency_key_reused"));
    let again = buyer.place(&hold, "best", "another-intent").await;
    assert_eq!((again.status, again.code()), (409, "hold_ordered"));
    assert_eq!(again.json["order"], order["id"]);
    shop.check().await;
}

#[tokio::test]
async fn a_buyer_gets_no_more_seats_than_one_person_may() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    buyer.order(&[0, 1, 2]).await;
    let hold = buyer.hold(&[3, 4]).await;
    let refused = buyer.place(&hold, "best", "the-second-order").await;
    assert_eq!((refused.status, refused.code()), (409, "limit_reached"));
    shop.check().await;
}

#[tokio::test]
async fn a_crowd_that_orders_pays_and_cancels_at_once_leaves_the_books_right() {
    let shop = Shop::open().await;
    let mut crowd = tokio::task::JoinSet::new();
    for n in 0..24 {
        let (buyer, toss) = (shop.buyer().await, shop.toss.clone());
        // Overlapping pairs and triples: locks on the same seats in every order.
        let first = n * 5 % 37;
        let seats: Vec<i32> = (first..first + 2 + n % 2).rev().collect();
        let path = format!("/api/v1/sales/{}/holds", shop.show.sale);
        crowd.spawn(async move {
            let hold = buyer.edge.post(&path, json!({ "seats": seats })).await;
            let Some(hold) = hold.json["id"].as_str() else {
                return assert_eq!(hold.code(), "seat_taken");
            };
            let order = buyer.place(hold, "best", "the-only-order").await.expect(201).json;
            if n % 4 == 0 {
                buyer.cancel(&order).await.expect(200);
                return;
            }
            let back = buyer.authorise(&toss, &order).await;
            buyer.come_back(&order, &back).await.expect(200);
            if n % 4 == 1 {
                buyer.cancel(&order).await.expect(200);
            }
        });
    }
    while let Some(ended) = crowd.join_next().await {
        ended.expect("each gets a clear answer");
    }
    shop.check().await;
}
