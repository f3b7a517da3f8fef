//! Coupons: claimed once, reserved by one order, given back when it comes to nothing.

use frontrow::coupons::service::{self, NewCoupon};
use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::harness::{self, Buyer, Shop};

/// Makes a percent coupon and claims it for `buyer`; the grant's id.
pub(super) async fn percent_coupon(shop: &Shop, buyer: &Buyer, bps: i32, cap: i64) -> String {
    let code = format!("PERCENT-{bps}-{cap}");
    let now = OffsetDateTime::now_utc();
    let coupon = NewCoupon {
        code: Some(code.clone()),
        name: "할인".to_owned(),
        name_en: "Discount".to_owned(),
        kind: "percent".to_owned(),
        amount: None,
        bps: Some(bps),
        cap: Some(cap),
        minimum_spend: 0,
        performance_id: None,
        valid_from: now - Duration::hours(1),
        valid_until: now + Duration::days(1),
    };
    let by = harness::buyer(&shop.app.state.db).await;
    service::create(&shop.app.state, by, coupon, &format!("make-{code}")).await.unwrap();
    let claim = json!({ "code": code.to_lowercase() });
    let grant = buyer.edge.post("/api/v1/coupons/claims", claim).await.expect(201).json;
    grant["id"].as_str().unwrap().to_owned()
}

async fn state_of(buyer: &Buyer) -> String {
    let grants = buyer.edge.get("/api/v1/coupons").await.expect(200).json;
    grants["items"][0]["state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_coupon_is_claimed_once_and_a_lost_answer_is_given_again() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    percent_coupon(&shop, &buyer, 1_000, 5_000).await;
    let claim = || json!({ "code": "PERCENT-1000-5000" });
    let other = shop.buyer().await;
    let path = "/api/v1/coupons/claims";
    let first = other.edge.post_with_key(path, claim(), "claim-key-1").await.expect(201);
    let again = other.edge.post_with_key(path, claim(), "claim-key-1").await.expect(201);
    assert_eq!(first.json["id"], again.json["id"]);
    let second = other.edge.post_with_key(path, claim(), "claim-key-2").await;
    assert_eq!((second.status, second.code()), (409, "coupon_owned"));
    let unknown = other.edge.post(path, json!({ "code": "NO-SUCH-CODE" })).await;
    assert_eq!((unknown.status, unknown.code()), (404, "coupon_not_found"));
}

#[tokio::test]
async fn the_grant_follows_its_order() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let grant = percent_coupon(&shop, &buyer, 1_000, 5_000).await;
    assert_eq!(state_of(&buyer).await, "issued");

    let order = buyer.order(&[0]).await;
    assert_eq!(state_of(&buyer).await, "reserved");
    let hold = buyer.hold(&[1]).await;
    let quote = buyer.quote(&hold, "best").await.expect(200).json;
    assert!(quote["options"].as_array().unwrap().is_empty(), "it is not free any more");
    let refused = buyer.quote(&hold, &grant).await;
    assert_eq!((refused.status, refused.code()), (409, "coupon_not_usable"));

    // Nor does ordering with it make the hold last as long as an order.
    let refused = buyer.place(&hold, &grant, "a-refused-order").await;
    assert_eq!((refused.status, refused.code()), (409, "coupon_not_usable"));
    let path = format!("/api/v1/sales/{}/holds/mine", shop.show.sale);
    let left = buyer.edge.get(&path).await.expect(200).json["remaining_ms"].as_i64().unwrap();
    assert!(left <= 7 * 60_000, "{left}");

    buyer.cancel(&order).await.expect(200);
    assert_eq!(state_of(&buyer).await, "issued");
    let order = buyer.place(&hold, &grant, "the-second-order").await.expect(201).json;
    let back = buyer.authorise(&shop.toss, &order).await;
    buyer.come_back(&order, &back).await.expect(200);
    assert_eq!(state_of(&buyer).await, "consumed");
    shop.check().await;
    buyer.cancel(&order).await.expect(200);
    assert_eq!(state_of(&buyer).await, "issued");
    shop.check().await;
}

#[tokio::test]
async fn one_grant_in_two_orders_at_once_is_used_by_one() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let grant = percent_coupon(&shop, &buyer, 1_000, 5_000).await;
    let second = crate::harness::Show::open(&shop.app.state.db, 10, 50_000).await;
    let (edge, _) = buyer.edge.clone().with_new_pass(second.sale);
    let elsewhere = format!("/api/v1/sales/{}", second.sale);
    let here = buyer.hold(&[0]).await;
    let there = edge.post(&format!("{elsewhere}/holds"), json!({ "seats": [0] })).await.expect(201);
    let body = json!({ "hold": there.json["id"], "coupon": grant });
    let path = format!("{elsewhere}/orders");
    let (a, b) = tokio::join!(buyer.place(&here, &grant, "order-here"), edge.post(&path, body));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{} {}", a.code(), b.code());
    shop.check().await;
}

#[tokio::test]
async fn coupons_that_ran_out_do_not_hide_one_that_has_not() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    // As many as are looked at and one more, all older than the good one.
    let lapsed = "with lapsed as (
           insert into coupons (id, name, name_en, kind, amount, valid_from, valid_until)
           select gen_random_uuid(), '지난 쿠폰', 'Lapsed', 'fixed', 1000,
                  frontrow_now() - interval '2 days', frontrow_now() - interval '1 day'
           from generate_series(1, 101)
           returning id)
         insert into coupon_grants (id, coupon_id, account_id)
         select ('00000000' || substring(gen_random_uuid()::text from 9))::uuid, lapsed.id, a.id
         from lapsed cross join accounts a";
    let granted = sqlx::query(lapsed).execute(&shop.app.state.db).await.unwrap();
    assert!(granted.rows_affected() >= 101);
    let good = percent_coupon(&shop, &buyer, 1_000, 5_000).await;

    let hold = buyer.hold(&[0]).await;
    let quote = buyer.quote(&hold, "best").await.expect(200).json;
    let offered: Vec<_> = quote["options"].as_array().unwrap().iter().collect();
    assert_eq!(offered.len(), 1, "{quote:#}");
    assert_eq!(offered[0]["grant"], good.as_str(), "{quote:#}");
    assert_eq!(offered[0]["reason"], serde_json::Value::Null);
}
