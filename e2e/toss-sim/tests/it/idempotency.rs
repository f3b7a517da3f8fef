//! Idempotency keys.

use serde_json::json;
use toss_sim::Switches;

use crate::harness::{AMOUNT, ORDER, Sim, send};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[tokio::test]
async fn a_key_replays_its_first_answer_whatever_the_body() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    let first = sim.confirm(&key, Some("cf-1")).await;
    first.assert_payment("DONE");
    assert_eq!(first.headers["idempotency-key"], "cf-1");

    let other_body = sim.post("/v1/payments/confirm", &json!({ "nonsense": true }));
    let again = send(other_body.header("Idempotency-Key", "cf-1")).await.unwrap();
    assert_eq!((again.status, &again.text), (first.status, &first.text));
    let traces = again.headers["x-tosspayments-trace-id"].to_str().unwrap();
    let first_trace = first.headers["x-tosspayments-trace-id"].to_str().unwrap();
    assert!(traces.starts_with(&format!("{first_trace}, ")), "{traces}");
    assert_eq!(sim.approvals().await, 1);
}

#[tokio::test]
async fn a_refusal_is_bound_too_and_a_new_key_is_a_new_call() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    let wrong = json!({ "paymentKey": key, "orderId": ORDER, "amount": 1 });
    let request = sim.post("/v1/payments/confirm", &wrong).header("Idempotency-Key", "cf-1");
    send(request).await.unwrap().assert_refused(400, "INVALID_REQUEST");
    sim.confirm(&key, Some("cf-1")).await.assert_refused(400, "INVALID_REQUEST");
    sim.confirm(&key, Some("cf-2")).await.assert_payment("DONE");
}

#[tokio::test]
async fn the_same_key_at_another_url_is_another_call() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    sim.confirm(&key, Some("k")).await.assert_payment("DONE");
    let path = format!("/v1/payments/{key}/cancel");
    let cancel = sim.post(&path, &json!({ "cancelReason": "변심" })).header("Idempotency-Key", "k");
    send(cancel).await.unwrap().assert_payment("CANCELED");
}

#[tokio::test]
async fn a_key_is_forgotten_after_15_days() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    sim.confirm(&key, Some("cf-1")).await.assert_payment("DONE");
    sim.advance(15 * DAY_MS - 60_000).await;
    sim.confirm(&key, Some("cf-1")).await.assert_payment("DONE");
    sim.advance(60_000).await;
    sim.confirm(&key, Some("cf-1")).await.assert_refused(400, "ALREADY_PROCESSED_PAYMENT");
}

#[tokio::test]
async fn two_calls_at_once_under_one_key_run_once() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    sim.fault(json!({ "endpoint": "confirm", "kind": "delay", "delay_ms": 500 })).await;
    let (one, other) =
        tokio::join!(sim.confirm(&key, Some("cf-1")), sim.confirm(&key, Some("cf-1")));
    let (done, refused) = if one.status == 200 { (one, other) } else { (other, one) };
    done.assert_payment("DONE");
    refused.assert_refused(409, "IDEMPOTENT_REQUEST_PROCESSING");
    assert_eq!(sim.confirm(&key, Some("cf-1")).await.text, done.text);
    assert_eq!(sim.approvals().await, 1);
}

#[tokio::test]
async fn two_calls_at_once_without_a_key_are_told_so() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    sim.fault(json!({ "endpoint": "confirm", "kind": "delay", "delay_ms": 500 })).await;
    let (one, other) = tokio::join!(sim.confirm(&key, None), sim.confirm(&key, None));
    let (done, refused) = if one.status == 200 { (one, other) } else { (other, one) };
    done.assert_payment("DONE");
    refused.assert_refused(500, "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING");
    assert!(refused.text.contains("[S008]"));
    assert_eq!(sim.approvals().await, 1);
}

#[tokio::test]
async fn whether_5xx_is_bound_is_a_switch() {
    for bind_server_errors in [false, true] {
        let switches = Switches { bind_server_errors, ..Switches::default() };
        let sim = Sim::start_switched(switches).await;
        let key = sim.authenticated().await;
        sim.fault(json!({ "endpoint": "confirm", "kind": "error_500_before" })).await;
        assert_eq!(sim.confirm(&key, Some("cf-1")).await.status, 500);
        let again = sim.confirm(&key, Some("cf-1")).await;
        assert_eq!(again.status == 500, bind_server_errors, "{}", again.text);
    }
}

#[tokio::test]
async fn a_key_has_at_most_300_characters_and_means_nothing_on_a_read() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    let long = "k".repeat(301);
    sim.confirm(&key, Some(&long)).await.assert_refused(400, "INVALID_IDEMPOTENCY_KEY");

    let url = format!("{}/v1/payments/{key}", sim.base);
    let read = || {
        let request = sim.client.get(&url).basic_auth(toss_sim::DOCS_SECRET_KEY, Some(""));
        send(request.header("Idempotency-Key", "same"))
    };
    read().await.unwrap().assert_payment("IN_PROGRESS");
    sim.confirm(&key, Some(&long[..300])).await.assert_payment("DONE");
    assert_eq!(read().await.unwrap().assert_payment("DONE")["totalAmount"], AMOUNT);
}
