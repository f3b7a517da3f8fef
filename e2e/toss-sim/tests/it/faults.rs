//! Misfortune on order: what the merchant sees, and what truly happened.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{Sim, send};

async fn struck(fault: Value) -> (Sim, String) {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    sim.fault(fault).await;
    (sim, key)
}

#[tokio::test]
async fn an_answer_lost_after_approval_is_found_again_under_its_key() {
    for kind in ["drop_after_approval", "hang"] {
        let fault = json!({ "endpoint": "confirm", "kind": kind, "delay_ms": 50 });
        let (sim, key) = struck(fault).await;
        let lost = send(sim.confirming(&key, Some("cf-1"))).await;
        assert!(lost.is_err(), "{kind}: {lost:?}");
        assert_eq!(sim.payment(&key).await["status"], "DONE", "{kind}");
        sim.confirm(&key, Some("cf-1")).await.assert_payment("DONE");
        assert_eq!(sim.approvals().await, 1, "{kind}");
    }
}

#[tokio::test]
async fn a_replay_can_be_lost_as_well() {
    let fault = json!({ "endpoint": "confirm", "kind": "drop_after_approval", "times": 2 });
    let (sim, key) = struck(fault).await;
    for _ in 0..2 {
        assert!(send(sim.confirming(&key, Some("cf-1"))).await.is_err());
    }
    sim.confirm(&key, Some("cf-1")).await.assert_payment("DONE");
    assert_eq!(sim.approvals().await, 1);
}

#[tokio::test]
async fn a_call_lost_before_approval_leaves_no_trace() {
    let (sim, key) = struck(json!({ "endpoint": "confirm", "kind": "drop_before" })).await;
    assert!(send(sim.confirming(&key, Some("cf-1"))).await.is_err());
    assert_eq!(sim.payment(&key).await["status"], "IN_PROGRESS");
    sim.confirm(&key, Some("cf-1")).await.assert_payment("DONE");
}

#[tokio::test]
async fn a_500_after_approval_hides_a_charge() {
    let fault = json!({ "endpoint": "confirm", "kind": "error_500_after_approval" });
    let (sim, key) = struck(fault).await;
    let answer = sim.confirm(&key, Some("cf-1")).await;
    answer.assert_refused(500, "FAILED_INTERNAL_SYSTEM_PROCESSING");
    assert_eq!(sim.payment(&key).await["status"], "DONE");
    sim.confirm(&key, Some("cf-1")).await.assert_refused(400, "ALREADY_PROCESSED_PAYMENT");
    assert_eq!(sim.approvals().await, 1);
}

#[tokio::test]
async fn refusals_in_place_of_execution_charge_nothing() {
    let cases = [
        ("error_500_before", 500, "FAILED_INTERNAL_SYSTEM_PROCESSING", false),
        ("status_429", 429, "TOO_MANY_REQUESTS", false),
        ("provider_error", 400, "PROVIDER_ERROR", true),
        ("s008", 500, "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING", false),
    ];
    for (kind, status, code, is_bound) in cases {
        let (sim, key) = struck(json!({ "endpoint": "confirm", "kind": kind })).await;
        sim.confirm(&key, Some("cf-1")).await.assert_refused(status, code);
        assert_eq!(sim.payment(&key).await["status"], "IN_PROGRESS", "{kind}");
        if is_bound {
            sim.confirm(&key, Some("cf-1")).await.assert_refused(status, code);
            sim.confirm(&key, Some("cf-2")).await.assert_payment("DONE");
        } else {
            sim.confirm(&key, Some("cf-1")).await.assert_payment("DONE");
        }
    }
}

#[tokio::test]
async fn bodies_can_break_off_or_grow() {
    let (sim, key) = struck(json!({ "endpoint": "confirm", "kind": "truncated_json" })).await;
    let cut = sim.confirm(&key, Some("cf-1")).await;
    assert_eq!(cut.status, 200);
    assert!(serde_json::from_str::<Value>(&cut.text).is_err());
    sim.confirm(&key, Some("cf-1")).await.assert_payment("DONE");

    sim.fault(json!({ "endpoint": "read", "kind": "extra_fields" })).await;
    assert!(sim.payment(&key).await.get("futureField").is_some());
    assert!(sim.payment(&key).await.get("futureField").is_none());
}

#[tokio::test]
async fn a_caller_who_gives_up_is_charged_all_the_same() {
    let fault = json!({ "endpoint": "confirm", "kind": "delay", "delay_ms": 300 });
    let (sim, key) = struck(fault).await;
    let impatient = sim.confirming(&key, None).timeout(Duration::from_millis(100));
    assert!(send(impatient).await.is_err_and(|error| error.is_timeout()));
    let deadline = Instant::now() + Duration::from_secs(10);
    while sim.approvals().await == 0 {
        assert!(Instant::now() < deadline, "the confirm never ran to its end");
    }
    assert_eq!(sim.payment(&key).await["status"], "DONE");
}

#[tokio::test]
async fn faults_hit_their_endpoint_in_order_and_as_often_as_ordered() {
    let sim = Sim::start().await;
    let key = sim.paid().await;
    sim.fault(json!({ "endpoint": "read", "kind": "status_429", "times": 2 })).await;
    sim.fault(json!({ "endpoint": "cancel", "kind": "provider_error" })).await;
    let path = format!("/v1/payments/{key}");
    for _ in 0..2 {
        sim.get(&path).await.assert_refused(429, "TOO_MANY_REQUESTS");
    }
    sim.get(&path).await.assert_payment("DONE");
    let reason = json!({ "cancelReason": "변심" });
    sim.cancel(&key, reason.clone()).await.assert_refused(400, "PROVIDER_ERROR");

    sim.fault(json!({ "endpoint": "cancel", "kind": "drop_before" })).await;
    let url = format!("{}/_sim/faults", sim.base);
    assert_eq!(send(sim.client.delete(url)).await.unwrap().status, 204);
    sim.cancel(&key, reason).await.assert_payment("CANCELED");
}
