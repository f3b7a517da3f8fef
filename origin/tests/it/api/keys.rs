//! One Idempotency-Key, one person, one request: the same everywhere that a POST makes something.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::document::{document, operations};
use crate::catalog::{at, event, performance, sale, venue};
use crate::harness::{Answer, Buyer, Shop, Staff};

const KEY: &str = "one-and-the-same-key";

enum Person<'a> {
    Staff(&'a Staff),
    Buyer(&'a Buyer),
}

impl Person<'_> {
    async fn post(&self, path: &str, body: &Value, key: &str) -> Answer {
        match self {
            Self::Staff(staff) => staff.post_with_key(path, body.clone(), key).await,
            Self::Buyer(buyer) => buyer.edge.post_with_key(path, body.clone(), key).await,
        }
    }
}

/// Takes a key for `body` and shows it again: as it was, with another body, by another person.
async fn tried(
    (first, second): (Person<'_>, Person<'_>),
    path: &str,
    body: Value,
    other: Option<Value>,
) -> String {
    let key = format!("{KEY}{path}");
    let made = first.post(path, &body, &key).await.expect(201).json;
    let id = made["id"].as_str().expect("an id").to_owned();
    for _ in 0..2 {
        assert_eq!(first.post(path, &body, &key).await.expect(201).json["id"], id, "{path}");
    }
    if let Some(other) = other {
        let answer = first.post(path, &other, &key).await;
        assert_eq!((answer.status, answer.code()), (409, "idempotency_key_reused"), "{path}");
    }
    // What another person wants may be refused, but not for this key, nor answered with this.
    let answer = second.post(path, &body, &key).await;
    assert_ne!(answer.json["id"], id, "{path}");
    assert_ne!(answer.code(), "idempotency_key_reused", "{path}");
    id
}

#[tokio::test]
async fn a_key_stands_for_one_request_of_one_person() {
    let shop = Shop::open().await;
    let (one, two) = (Staff::signed_in(&shop.app).await, Staff::signed_in(&shop.app).await);
    let (anna, ben) = (shop.buyer().await, shop.buyer().await);
    let staff = || (Person::Staff(&one), Person::Staff(&two));
    let buyers = || (Person::Buyer(&anna), Person::Buyer(&ben));
    let with = |body: &Value, field: &str, value: Value| {
        let mut body = body.clone();
        body[field] = value;
        Some(body)
    };
    let copy = |name: &str| json!({ "name": name, "name_en": "Copy" });
    let coupon = |code: &str| {
        json!({
            "code": code, "name": "할인", "name_en": "Discount", "kind": "fixed", "amount": 1_000,
            "valid_from": "2026-01-01T00:00:00Z", "valid_until": "2036-01-01T00:00:00Z",
        })
    };

    let other = with(&venue(), "name", json!("다른 이름"));
    let hall = tried(staff(), "/staff/v1/venues", venue(), other).await;
    let other = with(&event(), "title", json!("다른 제목"));
    let show = tried(staff(), "/staff/v1/events", event(), other).await;
    let form = performance(&json!(show), &json!(hall));
    let other = with(&form, "max_seats_per_buyer", json!(3));
    let date = tried(staff(), "/staff/v1/performances", form, other).await;
    let copies = [
        (format!("venues/{hall}"), copy("사본"), copy("다른 사본")),
        (format!("events/{show}"), copy("사본"), copy("다른 사본")),
        (
            format!("performances/{date}"),
            json!({ "starts_at": at(50) }),
            json!({ "starts_at": at(51) }),
        ),
    ];
    for (of, body, other) in copies {
        tried(staff(), &format!("/staff/v1/{of}/duplicate"), body, Some(other)).await;
    }
    let form = sale(&json!(date));
    let other = with(&form, "cap", json!(9_999));
    tried(staff(), "/staff/v1/sales", form, other).await;
    let other = Some(coupon("ANOTHER-CODE"));
    let gift = tried(staff(), "/staff/v1/coupons", coupon("FIRST-CODE"), other).await;
    let accounts: Vec<String> =
        sqlx::query_scalar("select 'acc_' || replace(id::text, '-', '') from accounts limit 2")
            .fetch_all(&shop.app.state.db)
            .await
            .unwrap();
    let grant = json!({ "coupon": gift, "account": accounts[0] });
    let other = with(&grant, "account", json!(accounts[1]));
    tried(staff(), "/staff/v1/grants", grant, other).await;

    let claimed = one.post("/staff/v1/coupons", coupon("CLAIM-ME-1")).await.expect(201);
    one.post("/staff/v1/coupons", coupon("CLAIM-ME-2")).await.expect(201);
    assert_eq!(claimed.json["code"], "CLAIM-ME-1");
    let claim = |code: &str| json!({ "code": code });
    let other = Some(claim("CLAIM-ME-2"));
    tried(buyers(), "/api/v1/coupons/claims", claim("CLAIM-ME-1"), other).await;

    let path = format!("/api/v1/sales/{}/", anna.sale);
    let seats = |seat: i32| json!({ "seats": [seat] });
    let hold = tried(buyers(), &format!("{path}holds"), seats(0), Some(seats(1))).await;
    let body = json!({ "hold": hold });
    let other = Some(json!({ "hold": format!("hld_{}", "0".repeat(32)) }));
    let order = tried(buyers(), &format!("{path}orders"), body, other).await;
    let attempts = format!("/api/v1/orders/{order}/attempts");
    tried(buyers(), &attempts, Value::Null, None).await;

    // Whatever takes a key is tried here.
    let document = document();
    let keyed = operations(&document).into_iter().filter(|operation| {
        operation.parameters("header").iter().any(|(name, _)| *name == "idempotency-key")
    });
    let keyed: BTreeSet<String> = keyed.map(|operation| operation.path).collect();
    let known = [
        "/api/v1/coupons/claims",
        "/api/v1/orders/{order}/attempts",
        "/api/v1/sales/{sale}/holds",
        "/api/v1/sales/{sale}/orders",
        "/staff/v1/coupons",
        "/staff/v1/events",
        "/staff/v1/events/{event}/duplicate",
        "/staff/v1/grants",
        "/staff/v1/performances",
        "/staff/v1/performances/{performance}/duplicate",
        "/staff/v1/sales",
        "/staff/v1/venues",
        "/staff/v1/venues/{venue}/duplicate",
    ];
    assert_eq!(keyed, known.map(str::to_owned).into());
}
