//! Finding an order by whatever somebody has in hand, and all that is known about it.

use std::slice::from_ref;

use serde_json::{Value, json};

use crate::harness::{Shop, Staff, buyer};

/// The ids that a search finds, newest first.
async fn found(staff: &Staff, query: &[(&str, &str)]) -> Vec<String> {
    let mut url = reqwest::Url::parse("http://core/staff/v1/orders").unwrap();
    url.query_pairs_mut().extend_pairs(query);
    let path = format!("{}?{}", url.path(), url.query().unwrap_or_default());
    let page = staff.get(&path).await.expect(200).json;
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["order"]["id"].as_str().unwrap().to_owned()).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

#[tokio::test]
async fn an_order_is_found_by_anything_that_names_it_and_by_nothing_else() {
    let shop = Shop::open().await;
    let staff = Staff::signed_in(&shop.app).await;
    let (one, other) = (shop.buyer().await, shop.buyer().await);
    let order = one.buy(&shop.toss, &[0, 1]).await;
    let id = text(&order["id"]);
    let second = text(&other.buy(&shop.toss, &[2]).await["id"]);
    one.cancel(&order).await;
    one.until(&order, "refunded").await;

    let whole = staff.get(&format!("/staff/v1/orders/{id}")).await.expect(200).json;
    assert_eq!(whole["order"]["id"], id);
    assert_eq!(whole["buyer"]["id"], whole["account"]);
    assert_eq!(whole["review_reason"], Value::Null);
    let attempt = &whole["attempts"][0];
    assert_eq!((&attempt["state"], &attempt["provider"]), (&json!("captured"), &json!("toss")));
    assert_eq!(attempt["amount"], json!({"minor": 100_000, "currency": "KRW"}));
    assert!(attempt["approved_at"].is_string() && attempt["failure_code"].is_null());
    let refund = &whole["refunds"][0];
    assert_eq!((&refund["state"], &refund["source"]), (&json!("done"), &json!("buyer")));
    assert!(refund["requested_at"].is_string() && refund["done_at"].is_string());

    let code: String = sqlx::query_scalar("select code from tickets order by id limit 1")
        .fetch_one(&shop.app.state.db)
        .await
        .unwrap();
    let email = text(&whole["buyer"]["email"]);
    let names = [
        id.clone(),
        text(&whole["account"]),
        text(&whole["hold_id"]),
        text(&order["tickets"][0]["id"]),
        text(&refund["id"]),
        text(&attempt["provider_order_id"]),
        text(&attempt["payment_key"]),
        code.to_lowercase(),
        code,
        email.to_uppercase(),
        format!(" {email} "),
        email[..email.find('@').unwrap()].to_uppercase(),
        text(&order["booking_number"]),
        text(&order["booking_number"]).replace('-', "").to_lowercase(),
    ];
    for name in &names {
        assert_eq!(found(&staff, &[("q", name)]).await, from_ref(&id), "{name}");
    }
    let ticket = &order["tickets"][0];
    let seat = [&ticket["section"], &ticket["row"], &ticket["label"]].map(text).join(" ");
    assert_eq!(found(&staff, &[("q", &seat)]).await, from_ref(&id), "{seat}");
    sqlx::query("update accounts set name = '김민준' where lower(email) = lower($1)")
        .bind(&email)
        .execute(&shop.app.state.db)
        .await
        .unwrap();
    assert_eq!(found(&staff, &[("q", "민준")]).await, from_ref(&id));
    // A part of an id, one character, somebody else's and what no order has: nothing.
    let stranger = buyer(&shop.app.state.db).await;
    let nothing =
        [&email[..1], &id[..20], "nobody@example.com", "%", "' or 1=1 --", &stranger.to_string()];
    for name in nothing {
        assert_eq!(found(&staff, &[("q", name)]).await, [""; 0], "{name}");
    }

    let sale = shop.show.sale.to_string();
    assert_eq!(found(&staff, &[]).await, [second.clone(), id.clone()]);
    assert_eq!(found(&staff, &[("state", "refunded")]).await, from_ref(&id));
    assert_eq!(found(&staff, &[("state", "needs_review")]).await, [""; 0]);
    assert_eq!(found(&staff, &[("sale", &sale), ("state", "confirmed")]).await, from_ref(&second));
    assert_eq!(found(&staff, &[("q", &id), ("state", "confirmed")]).await, [""; 0]);
    let elsewhere = "sal_00000000000070008000000000000000";
    assert_eq!(found(&staff, &[("q", &id), ("sale", elsewhere)]).await, [""; 0]);
    assert_eq!(found(&staff, &[("cursor", &second)]).await, [id]);
}

#[tokio::test]
async fn a_question_that_cannot_be_is_refused_with_a_sentence() {
    let shop = Shop::open().await;
    let staff = Staff::signed_in(&shop.app).await;
    let long = format!("q={}", "x".repeat(255));
    for query in ["q=", "q=%00", "q=a%0Ab", &long, "state=paid", "sale=1", "cursor=1", "email=a"] {
        let refused = staff.get(&format!("/staff/v1/orders?{query}")).await;
        assert_eq!((refused.status, refused.code()), (400, "query_invalid"), "{query}");
        assert!(!refused.json["detail"].as_str().unwrap().is_empty(), "{query}");
    }
    let nobody = Staff::nobody(&shop.app).get("/staff/v1/orders").await;
    assert_eq!((nobody.status, nobody.code()), (401, "sign_in_required"));
}

#[tokio::test]
async fn a_long_list_comes_in_pages_without_gap_or_double() {
    let shop = Shop::open().await;
    let staff = Staff::signed_in(&shop.app).await;
    let mut made = Vec::new();
    for seat in 0..21 {
        made.push(text(&shop.buyer().await.order(&[seat]).await["id"]));
    }
    made.reverse();
    let path = format!("/staff/v1/orders?state=awaiting_payment&sale={}", shop.show.sale);
    let first = staff.get(&path).await.expect(200).json;
    let cursor = text(&first["next_cursor"]);
    let second = staff.get(&format!("{path}&cursor={cursor}")).await.expect(200).json;
    assert_eq!(second["next_cursor"], Value::Null);
    let pages = [&first, &second].map(|page| page["items"].as_array().unwrap().clone());
    assert_eq!(pages.each_ref().map(Vec::len), [20, 1]);
    let seen = pages.iter().flatten().map(|item| text(&item["order"]["id"])).collect::<Vec<_>>();
    assert_eq!(seen, made);
    let emails = pages.iter().flatten().map(|item| text(&item["buyer"]["email"]));
    assert_eq!(emails.collect::<std::collections::HashSet<_>>().len(), 21, "each its own buyer");
}
