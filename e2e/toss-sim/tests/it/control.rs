//! The control API's own manners.

use serde_json::json;

use crate::harness::{Sim, send};

#[tokio::test]
async fn a_reset_empties_the_world_and_sets_the_clock_back() {
    let sim = Sim::start().await;
    sim.paid().await;
    sim.advance(60_000).await;
    sim.control("reset", json!(null)).await;
    let books = sim.see("payments").await;
    assert_eq!((&books["payments"], &books["ledger"]), (&json!([]), &json!([])));
    assert_eq!(sim.see("clock").await["offset_ms"], 0);
}

#[tokio::test]
async fn the_ledger_holds_every_movement() {
    let sim = Sim::start().await;
    let key = sim.paid().await;
    let part = json!({ "cancelReason": "1매", "cancelAmount": 10_000 });
    let canceled = sim.cancel(&key, part).await.assert_payment("PARTIAL_CANCELED");
    let books = sim.see("payments").await;
    let ledger = books["ledger"].as_array().unwrap();
    let movements: Vec<_> =
        ledger.iter().map(|e| (e["kind"].as_str(), e["amount"].as_i64())).collect();
    assert_eq!(movements, [(Some("approval"), Some(50_000)), (Some("cancel"), Some(10_000))]);
    assert_eq!(ledger[1]["transaction_key"], canceled["lastTransactionKey"]);
    let payment = &books["payments"][0];
    assert_eq!((&payment["approvals"], &payment["cancels"]), (&json!(1), &json!(1)));
    assert_eq!(payment["balance_amount"], 40_000);
    assert_eq!(books["totals"], json!({ "approved": 50_000, "canceled": 10_000, "net": 40_000 }));
}

#[tokio::test]
async fn wrong_orders_are_refused_with_a_problem() {
    let sim = Sim::start().await;
    let cases = [
        ("clock", json!({ "advance_ms": 1, "reset": true }), 400, "clock_invalid"),
        ("faults", json!({ "endpoint": "read", "kind": "no_such" }), 422, "body_invalid"),
        ("faults", json!({ "endpoint": "read", "kind": "decline" }), 400, "fault_invalid"),
        (
            "faults",
            json!({ "endpoint": "read", "kind": "delay", "times": 1_001 }),
            400,
            "fault_invalid",
        ),
        ("sessions", json!({ "order_id": "x" }), 422, "body_invalid"),
        ("sessions/tgen_x/authenticate", json!(null), 404, "payment_not_found"),
    ];
    for (path, body, status, code) in cases {
        let answer = sim.try_control(path, body).await;
        answer.assert_refused(status, code);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
}

#[tokio::test]
async fn it_says_that_it_is_healthy() {
    let sim = Sim::start().await;
    let answer = send(sim.client.get(format!("{}/healthz", sim.base))).await.unwrap();
    assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({ "status": "ok" })));
}
