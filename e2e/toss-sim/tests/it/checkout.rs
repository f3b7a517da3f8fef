//! The buyer's way through the checkout page and back to the shop.

use std::collections::HashMap;

use reqwest::{StatusCode, Url};
use serde_json::Value;

use crate::harness::{Answer, ORDER, Sim, send};

const SHOP: &str = "http://localhost:8787";

/// What the SDK stand-in navigates to, with one thing changed.
async fn open(sim: &Sim, changed: (&str, &str)) -> Answer {
    let (success, fail) = (format!("{SHOP}/ok?order=1"), format!("{SHOP}/no?order=1"));
    let mut query = HashMap::from([
        ("clientKey", toss_sim::DOCS_CLIENT_KEY),
        ("customerKey", "buyer-1"),
        ("method", "CARD"),
        ("currency", "KRW"),
        ("value", "50000"),
        ("orderId", ORDER),
        ("orderName", "R석 <2매>"),
        ("successUrl", &success),
        ("failUrl", &fail),
    ]);
    query.insert(changed.0, changed.1);
    let url = format!("{}/v2/checkout", sim.base);
    send(sim.client.get(url).query(&query)).await.unwrap()
}

fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers["location"].to_str().unwrap().to_owned()
}

/// Opens a checkout and presses a button; where the browser ends, as path and query.
async fn press(sim: &Sim, button: &str) -> (String, HashMap<String, String>) {
    let page = location(&open(sim, ("method", "CARD")).await);
    let pressed = send(sim.client.post(format!("{}{page}/{button}", sim.base))).await.unwrap();
    let back = Url::parse(&location(&pressed)).unwrap();
    assert_eq!(back.origin().ascii_serialization(), SHOP);
    (back.path().to_owned(), back.query_pairs().into_owned().collect())
}

#[tokio::test]
async fn the_page_shows_what_is_paid() {
    let sim = Sim::start().await;
    let page = location(&open(&sim, ("method", "CARD")).await);
    let html = send(sim.client.get(format!("{}{page}", sim.base))).await.unwrap().text;
    for part in ["id=\"toss-pay\"", "id=\"toss-decline\"", "id=\"toss-cancel\"", "simulator"] {
        assert!(html.contains(part), "{part}");
    }
    assert!(html.contains("<p id=\"toss-amount\">50,000원</p>"));
    assert!(html.contains("R석 &lt;2매&gt;"));
}

#[tokio::test]
async fn paying_leads_to_the_success_address_and_a_confirm() {
    let sim = Sim::start().await;
    let (path, query) = press(&sim, "pay").await;
    assert_eq!(path, "/ok");
    assert_eq!(query["order"], "1");
    assert_eq!(query["paymentType"], "NORMAL");
    assert_eq!((&*query["orderId"], &*query["amount"]), (ORDER, "50000"));
    sim.confirm(&query["paymentKey"], None).await.assert_payment("DONE");
}

#[tokio::test]
async fn a_declined_card_leads_to_the_fail_address_with_the_order() {
    let sim = Sim::start().await;
    let (path, query) = press(&sim, "decline").await;
    assert_eq!(path, "/no");
    assert_eq!((&*query["order"], &*query["orderId"]), ("1", ORDER));
    assert_eq!(query["code"], "REJECT_CARD_COMPANY");
    assert!(!query["message"].is_empty());
    assert_eq!(sim.see("payments").await["payments"][0]["status"], "ABORTED");
}

#[tokio::test]
async fn turning_back_changes_nothing_and_names_no_order() {
    let sim = Sim::start().await;
    let (path, query) = press(&sim, "cancel").await;
    assert_eq!(path, "/no");
    assert_eq!(query["code"], "PAY_PROCESS_CANCELED");
    assert!(!query.contains_key("orderId"));
    assert_eq!(sim.see("payments").await["payments"][0]["status"], "READY");
    assert_eq!(sim.see("webhooks").await["webhooks"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn a_wrong_request_opens_nothing() {
    let sim = Sim::start().await;
    let cases = [
        (("clientKey", "test_gck_other"), 401),
        (("currency", "USD"), 400),
        (("value", "0"), 400),
        (("orderId", "tk 1"), 400),
        (("orderName", ""), 400),
        (("successUrl", "javascript:alert(1)"), 400),
        (("failUrl", "/relative"), 400),
    ];
    for (changed, status) in cases {
        assert_eq!(open(&sim, changed).await.status, status, "{changed:?}");
    }
    assert_eq!(sim.see("payments").await["payments"], Value::Array(Vec::new()));
    sim.paid().await;
    assert_eq!(open(&sim, ("method", "CARD")).await.status, 409);
}

#[tokio::test]
async fn the_sdk_stand_in_is_a_script() {
    let sim = Sim::start().await;
    let script = send(sim.client.get(format!("{}/v2/standard", sim.base))).await.unwrap();
    assert_eq!(script.headers["content-type"], "text/javascript; charset=utf-8");
    assert!(script.text.contains("window.TossPayments ="));
}
