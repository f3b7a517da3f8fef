//! Every state that is no end has a way out, and every way out leaves the books right.

use frontrow::orders::transition::{self, OrderState};
use serde_json::{Value, json};

use super::webhooks::{acted_upon, changed, send};
use crate::harness::{Answer, Buyer, Shop, Staff};

/// Takes way `way` out of the review of `order`.
async fn leave(admin: &Staff, order: &Value, way: &str) -> Answer {
    let path = format!("/staff/v1/orders/{}/{way}", order["id"].as_str().unwrap());
    admin.post(&path, json!({ "reason": "looked at" })).await
}

async fn sql(shop: &Shop, statement: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&shop.app.state.db).await.unwrap();
}

/// An order that was charged and whose seats were lost, and whose money Toss does not give back.
async fn without_seats(shop: &Shop, seat: i32) -> (Buyer, Value, Value) {
    let buyer = shop.buyer().await;
    let order = buyer.order(&[seat]).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    shop.toss.delay("confirm", 1_500).await;
    shop.toss.fault_with("cancel", "refuse", "EXCEED_MAX_REFUND_DUE", 1).await;
    let lost = format!(
        "update performance_seats set state = 'free', order_id = null, version = version + 1
         where seat_no = {seat}"
    );
    let (_, ()) = tokio::join!(buyer.come_back(&order, &back), async {
        buyer.until(&order, "confirming").await;
        sql(shop, &lost).await;
    });
    let failed = async {
        while buyer.look(&order).await["refund"]["state"] != "failed" {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), failed).await.expect("it is refused");
    let order = buyer.until(&order, "needs_review").await;
    frontrow::seats::projector::round(&shop.app.state).await.unwrap();
    shop.check().await;
    (buyer, order, back)
}

#[tokio::test]
async fn money_without_seats_that_did_not_go_back_by_itself_has_three_ways_out() {
    let shop = Shop::open().await;
    let admin = Staff::with_role(&shop.app, "admin").await;
    let staff = Staff::signed_in(&shop.app).await;
    // The seat is free again: the buyer gets it after all.
    let (anna, order, back) = without_seats(&shop, 0).await;
    assert_eq!(leave(&staff, &order, "confirm").await.expect(403).code(), "forbidden");
    assert_eq!(leave(&admin, &order, "release").await.expect(409).code(), "review_untrue");
    shop.toss.fault("read", "drop_before", 1).await;
    assert_eq!(leave(&admin, &order, "confirm").await.expect(503).code(), "payment_unavailable");
    leave(&admin, &order, "confirm").await.expect(200);
    let kept = anna.look(&order).await;
    assert_eq!(
        (&kept["state"], &kept["tickets"][0]["state"]),
        (&json!("confirmed"), &json!("valid"))
    );
    assert_eq!(shop.toss.payment(&back).await["approvals"], 1);
    shop.check().await;
    // It is another's: the money goes back, when Toss does.
    let (ben, order, back) = without_seats(&shop, 1).await;
    shop.buyer().await.buy(&shop.toss, &[1]).await;
    let untrue = leave(&admin, &order, "confirm").await;
    assert_eq!((untrue.status, untrue.code()), (409, "review_untrue"));
    assert!(untrue.json["detail"].as_str().unwrap().contains("somebody else's"));
    leave(&admin, &order, "refund").await;
    ben.until(&order, "refunded").await;
    assert_eq!(shop.toss.payment(&back).await["balance_amount"], 0);
    shop.check().await;
    // It went back at Toss, and no webhook told: there is nothing to confirm or to refund.
    let (carl, order, back) = without_seats(&shop, 2).await;
    shop.toss.give_back_behind_our_back(back["payment_key"].as_str().unwrap(), None).await;
    for way in ["confirm", "refund"] {
        assert_eq!(leave(&admin, &order, way).await.expect(409).code(), "review_untrue");
    }
    leave(&admin, &order, "release").await.expect(200);
    assert_eq!(carl.look(&order).await["state"], "refunded");
    shop.check().await;
    let log = admin.get("/staff/v1/audit?action=order.review_released").await.expect(200).json;
    assert_eq!(log["items"][0]["after"], json!({ "reason": "looked at" }));
}

/// An order whose charge was another than asked for.
async fn charged_wrong(shop: &Shop, seat: i32) -> (Buyer, Value, Value) {
    let buyer = shop.buyer().await;
    let order = buyer.order(&[seat]).await;
    let attempt = buyer.attempt(&order).await;
    let back = shop.toss.authorise_by("CARD", 100, &attempt).await;
    shop.toss.confirm_behind_our_back(&back).await;
    let mut asked = back.clone();
    asked["amount"] = json!(50_000);
    buyer.come_back(&order, &asked).await.expect(202);
    let order = buyer.until(&order, "needs_review").await;
    shop.check().await;
    (buyer, order, back)
}

#[tokio::test]
async fn another_sum_than_asked_for_goes_back_by_a_person_or_by_itself_at_the_provider() {
    let shop = Shop::open().await;
    let admin = Staff::with_role(&shop.app, "admin").await;
    let (anna, order, back) = charged_wrong(&shop, 0).await;
    for way in ["confirm", "release"] {
        assert_eq!(leave(&admin, &order, way).await.expect(409).code(), "review_untrue");
    }
    leave(&admin, &order, "refund").await;
    anna.until(&order, "refunded").await;
    assert_eq!(shop.toss.payment(&back).await["balance_amount"], 0);
    shop.check().await;
    // A webhook that changes nothing ends no review; one that is true does.
    let (ben, order, back) = charged_wrong(&shop, 0).await;
    send(&shop, &changed(&back, "DONE")).await;
    acted_upon(&shop).await;
    assert_eq!(ben.look(&order).await["state"], "needs_review");
    shop.toss.give_back_behind_our_back(back["payment_key"].as_str().unwrap(), None).await;
    send(&shop, &changed(&back, "CANCELED")).await;
    ben.until(&order, "cancelled").await;
    shop.check().await;
    // And by hand, when none came.
    let (carl, order, back) = charged_wrong(&shop, 0).await;
    shop.toss.give_back_behind_our_back(back["payment_key"].as_str().unwrap(), None).await;
    leave(&admin, &order, "release").await.expect(200);
    assert_eq!(carl.look(&order).await["state"], "cancelled");
    shop.check().await;
}

#[tokio::test]
async fn a_stray_payment_of_one_attempt_ends_no_review_of_another() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let order = buyer.order(&[0, 1]).await;
    let stray = buyer.authorise(&shop.toss, &order).await;
    let back = buyer.authorise(&shop.toss, &order).await;
    buyer.come_back(&order, &back).await.expect(200);
    shop.toss.give_back_behind_our_back(back["payment_key"].as_str().unwrap(), Some(1_000)).await;
    send(&shop, &changed(&back, "PARTIAL_CANCELED")).await;
    buyer.until(&order, "needs_review").await;
    // The other tab's money is found, and goes back, beside the review.
    shop.toss.confirm_behind_our_back(&stray).await;
    send(&shop, &changed(&stray, "DONE")).await;
    let returned = async {
        while shop.toss.payment(&stray).await["balance_amount"] != 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), returned).await.expect("it goes back");
    shop.run_jobs().await;
    shop.check().await;
    assert_eq!(buyer.look(&order).await["state"], "needs_review");
    assert_eq!(shop.toss.payment(&back).await["balance_amount"], 99_000);
    buyer.cancel(&order).await.expect(200);
    assert_eq!(buyer.look(&order).await["state"], "refunded");
    shop.check().await;
}

/// Every state that an order can get into and that is no end.
fn open_states() -> Vec<OrderState> {
    let mut reached = vec![OrderState::AwaitingPayment];
    while let Some(next) = transition::ALL
        .into_iter()
        .find(|to| !reached.contains(to) && reached.iter().any(|from| from.may_become(*to)))
    {
        reached.push(next);
    }
    reached.retain(|state| transition::ALL.into_iter().any(|to| state.may_become(to)));
    reached
}

#[tokio::test]
async fn every_state_that_is_no_end_has_a_way_out_that_somebody_can_take() {
    let shop = Shop::open().await;
    let admin = Staff::with_role(&shop.app, "admin").await;
    for (seat, state) in (0..).zip(open_states()) {
        let buyer = shop.buyer().await;
        let order = buyer.order(&[seat]).await;
        let back = buyer.authorise(&shop.toss, &order).await;
        let key = back["payment_key"].as_str().unwrap();
        let end = match state {
            OrderState::AwaitingPayment => {
                shop.shift_clock(16 * 60_000).await;
                shop.run_jobs().await;
                shop.shift_clock(0).await;
                "expired"
            }
            OrderState::Confirming => {
                // Toss says nothing for a while, and then what it did.
                shop.toss.fault("confirm", "drop_after_approval", 1).await;
                shop.toss.fault("confirm", "status_429", 2).await;
                let (_, ()) = tokio::join!(buyer.come_back(&order, &back), async {
                    buyer.until(&order, "confirming").await;
                });
                buyer.until(&order, "confirmed").await;
                buyer.cancel(&order).await;
                "refunded"
            }
            OrderState::Confirmed => {
                buyer.come_back(&order, &back).await.expect(200);
                buyer.cancel(&order).await;
                "refunded"
            }
            OrderState::NeedsReview => {
                buyer.come_back(&order, &back).await.expect(200);
                shop.toss.give_back_behind_our_back(key, Some(1)).await;
                send(&shop, &changed(&back, "PARTIAL_CANCELED")).await;
                buyer.until(&order, "needs_review").await;
                leave(&admin, &order, "refund").await;
                "refunded"
            }
            other => panic!("an order can be {other}, and nobody says how it ends"),
        };
        buyer.until(&order, end).await;
        shop.check().await;
    }
}
