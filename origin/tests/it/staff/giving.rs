//! What staff give: a coupon to somebody they know by address, and money back.

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::harness::{Shop, Staff, buyer};

#[tokio::test]
async fn staff_see_the_code_of_a_coupon_and_give_it_by_address() {
    let shop = Shop::open().await;
    let staff = Staff::signed_in(&shop.app).await;
    let at = |days| (OffsetDateTime::now_utc() + Duration::days(days)).format(&Rfc3339).unwrap();
    let coupon = json!({
        "code": "WELCOME-2026", "name": "할인", "name_en": "Discount", "kind": "fixed",
        "amount": 1_000, "valid_from": at(-1), "valid_until": at(30),
    });
    let made = staff.post("/staff/v1/coupons", coupon).await.expect(201).json;
    assert_eq!(made["code"], "WELCOME-2026");
    let list = staff.get("/staff/v1/coupons").await.expect(200).json;
    assert_eq!(list["items"], json!([made]));

    let account = buyer(&shop.app.state.db).await;
    let email = format!("{}@EXAMPLE.com", account.0.simple());
    let give = async |who: Value| {
        let mut body = who;
        body["coupon"] = made["id"].clone();
        staff.post("/staff/v1/grants", body).await
    };
    for wrong in [json!({}), json!({ "email": email, "account": account })] {
        assert_eq!(give(wrong).await.expect(400).code(), "body_invalid");
    }
    for nobody in ["nobody@example.com", "no address"] {
        assert_eq!(give(json!({ "email": nobody })).await.expect(404).code(), "not_found");
    }
    give(json!({ "email": email })).await.expect(201);
    assert_eq!(give(json!({ "account": account })).await.expect(409).code(), "coupon_owned");
    let mine = shop.app.edge.clone().for_account(account).get("/api/v1/coupons").await.expect(200);
    assert_eq!(mine.json["items"][0]["coupon"]["id"], made["id"]);
    assert_eq!(mine.json["items"][0]["coupon"]["code"], Value::Null, "codes are for staff");
}

#[tokio::test]
async fn an_admin_gives_a_paid_order_back_once_even_after_the_show() {
    let shop = Shop::open().await;
    let staff = Staff::signed_in(&shop.app).await;
    let admin = Staff::with_role(&shop.app, "admin").await;
    let person = shop.buyer().await;
    let order = person.buy(&shop.toss, &[0, 1]).await;
    let path = format!("/staff/v1/orders/{}/refund", order["id"].as_str().unwrap());
    let reason = |reason: &str| json!({ "reason": reason });
    assert_eq!(staff.post(&path, reason("x")).await.expect(403).code(), "forbidden");
    for wrong in ["", " ", "two\nlines", &"x".repeat(151)] {
        assert_eq!(admin.post(&path, reason(wrong)).await.expect(400).code(), "body_invalid");
    }
    sqlx::query("update performances set starts_at = now() - interval '1 day'")
        .execute(&shop.app.state.db)
        .await
        .unwrap();
    admin.post(&path, reason("공연 취소")).await;
    person.until(&order, "refunded").await;
    let again = admin.post(&path, reason("공연 취소")).await.expect(200).json;
    let refunds = again["refunds"].as_array().unwrap();
    assert_eq!(refunds.len(), 1);
    assert_eq!(refunds[0]["source"], "staff");
    assert!(refunds[0]["reason"].as_str().unwrap().starts_with("공연 취소 (rfd_"));
    let log = admin.get("/staff/v1/audit?action=order.refund_requested").await.expect(200).json;
    let acts = log["items"].as_array().unwrap();
    assert_eq!(acts.len(), 1);
    let amount = json!({ "minor": 100_000, "currency": "KRW" });
    assert_eq!(acts[0]["after"], json!({ "reason": "공연 취소", "amount": amount }));
    shop.check().await;
}
