//! The 30 minutes for the buyer and the 10 for the merchant, on the settable clock.

use serde_json::json;

use crate::harness::{AMOUNT, Sim};

const MINUTE_MS: i64 = 60 * 1000;
/// More than a test can take in real time.
const MARGIN_MS: i64 = 20 * 1000;

#[tokio::test]
async fn a_buyer_has_30_minutes() {
    let sim = Sim::start().await;
    let in_time = sim.open(AMOUNT).await;
    sim.advance(30 * MINUTE_MS - MARGIN_MS).await;
    sim.control(&format!("sessions/{in_time}/authenticate"), json!(null)).await;

    let late = sim.open(AMOUNT).await;
    sim.advance(30 * MINUTE_MS).await;
    let answer = sim.try_control(&format!("sessions/{late}/authenticate"), json!(null)).await;
    answer.assert_refused(409, "session_over");
    let payment = sim.payment(&late).await;
    assert_eq!(payment["status"], "EXPIRED");
    assert_eq!(payment["failure"]["code"], "EXPIRED_PAYMENT");
    sim.confirm(&late, None).await.assert_refused(404, "NOT_FOUND_PAYMENT_SESSION");
}

#[tokio::test]
async fn a_merchant_has_10_minutes_from_the_authentication() {
    let sim = Sim::start().await;
    let in_time = sim.open(AMOUNT).await;
    sim.advance(30 * MINUTE_MS - MARGIN_MS).await;
    sim.control(&format!("sessions/{in_time}/authenticate"), json!(null)).await;
    sim.advance(10 * MINUTE_MS - MARGIN_MS).await;
    sim.confirm(&in_time, None).await.assert_payment("DONE");

    sim.control("reset", json!(null)).await;
    let late = sim.authenticated().await;
    sim.advance(10 * MINUTE_MS).await;
    sim.confirm(&late, None).await.assert_refused(404, "NOT_FOUND_PAYMENT_SESSION");
    assert_eq!(sim.payment(&late).await["status"], "EXPIRED");
    assert_eq!(sim.approvals().await, 0);
}

#[tokio::test]
async fn a_confirm_that_arrived_in_time_is_not_overtaken_by_the_window() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    sim.fault(json!({ "endpoint": "confirm", "kind": "delay", "delay_ms": 500 })).await;
    let late_clock = async {
        // The fault is taken as soon as the confirm has arrived.
        while sim.see("faults").await["faults"] != json!([]) {}
        sim.advance(11 * MINUTE_MS).await;
        assert_eq!(sim.payment(&key).await["status"], "IN_PROGRESS");
    };
    let (confirmed, ()) = tokio::join!(sim.confirm(&key, None), late_clock);
    confirmed.assert_payment("DONE");
}
