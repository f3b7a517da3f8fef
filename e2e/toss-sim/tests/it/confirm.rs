//! Confirm, the two reads, authentication and test codes.

use serde_json::json;
use toss_sim::{AmountMismatch, Switches};

use crate::harness::{AMOUNT, ORDER, Sim, send};

#[tokio::test]
async fn approves_once_and_reads_back_the_same() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    let payment = sim.confirm(&key, None).await.assert_payment("DONE");
    assert_eq!(payment["totalAmount"], AMOUNT);
    assert_eq!(payment["balanceAmount"], AMOUNT);
    assert_eq!((&payment["suppliedAmount"], &payment["vat"]), (&json!(45_455), &json!(4_545)));
    assert_eq!(payment["method"], "카드");
    assert_eq!(payment["card"]["amount"], AMOUNT);
    assert_eq!(payment["currency"], "KRW");
    assert!(payment["approvedAt"].as_str().unwrap().ends_with("+09:00"));

    assert_eq!(sim.payment(&key).await, payment);
    assert_eq!(sim.get(&format!("/v1/payments/orders/{ORDER}")).await.json(), payment);

    sim.confirm(&key, None).await.assert_refused(400, "ALREADY_PROCESSED_PAYMENT");
    assert_eq!(sim.approvals().await, 1);
    assert_eq!(sim.see("payments").await["totals"]["net"], AMOUNT);
}

#[tokio::test]
async fn anything_different_from_the_request_is_refused_and_charges_nothing() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    let cases = [
        (
            json!({"paymentKey": "tgen_x", "orderId": ORDER, "amount": AMOUNT}),
            404,
            "NOT_FOUND_PAYMENT_SESSION",
        ),
        (
            json!({"paymentKey": key, "orderId": "tk-another", "amount": AMOUNT}),
            403,
            "FORBIDDEN_REQUEST",
        ),
        (
            json!({"paymentKey": key, "orderId": ORDER, "amount": AMOUNT - 1}),
            400,
            "INVALID_REQUEST",
        ),
        (json!({"paymentKey": key, "orderId": "tk 1", "amount": AMOUNT}), 400, "INVALID_ORDER_ID"),
        (json!({"paymentKey": key, "orderId": ORDER, "amount": "50000"}), 400, "INVALID_REQUEST"),
        (json!({"paymentKey": key, "orderId": ORDER}), 400, "INVALID_REQUEST"),
    ];
    for (body, status, code) in cases {
        let answer = send(sim.post("/v1/payments/confirm", &body)).await.unwrap();
        answer.assert_refused(status, code);
    }
    assert_eq!(sim.approvals().await, 0);
    sim.confirm(&key, None).await.assert_payment("DONE");
}

#[tokio::test]
async fn the_code_for_a_wrong_amount_is_a_switch() {
    let cases = [
        (AmountMismatch::ForbiddenRequest, 403, "FORBIDDEN_REQUEST"),
        (AmountMismatch::NotFoundPaymentSession, 404, "NOT_FOUND_PAYMENT_SESSION"),
    ];
    for (amount_mismatch, status, code) in cases {
        let sim = Sim::start_switched(Switches { amount_mismatch, ..Switches::default() }).await;
        let key = sim.authenticated().await;
        let body = json!({"paymentKey": key, "orderId": ORDER, "amount": 1});
        let answer = send(sim.post("/v1/payments/confirm", &body)).await.unwrap();
        answer.assert_refused(status, code);
    }
}

#[tokio::test]
async fn nothing_is_approved_before_the_buyer_authenticates() {
    let sim = Sim::start().await;
    let key = sim.open(AMOUNT).await;
    sim.confirm(&key, None).await.assert_refused(404, "NOT_FOUND_PAYMENT_SESSION");
    assert_eq!(sim.payment(&key).await["status"], "READY");
    assert_eq!(sim.approvals().await, 0);
}

#[tokio::test]
async fn a_decline_is_final_for_the_payment() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    sim.fault(json!({"endpoint": "confirm", "kind": "decline", "code": "INVALID_STOPPED_CARD"}))
        .await;
    sim.confirm(&key, None).await.assert_refused(400, "INVALID_STOPPED_CARD");
    let payment = sim.payment(&key).await;
    assert_eq!(payment["status"], "ABORTED");
    assert_eq!(payment["failure"]["code"], "INVALID_STOPPED_CARD");
    sim.confirm(&key, None).await.assert_refused(404, "NOT_FOUND_PAYMENT_SESSION");
    assert_eq!(sim.approvals().await, 0);
}

#[tokio::test]
async fn a_card_takes_no_less_than_100_won() {
    let sim = Sim::start().await;
    let key = sim.open(99).await;
    sim.control(&format!("sessions/{key}/authenticate"), json!(null)).await;
    let body = json!({"paymentKey": key, "orderId": ORDER, "amount": 99});
    let answer = send(sim.post("/v1/payments/confirm", &body)).await.unwrap();
    answer.assert_refused(400, "BELOW_MINIMUM_AMOUNT");
    assert_eq!(sim.payment(&key).await["status"], "ABORTED");
}

#[tokio::test]
async fn two_checkouts_of_one_order_are_charged_once() {
    let sim = Sim::start().await;
    let (first, second) = (sim.authenticated().await, sim.authenticated().await);
    sim.confirm(&second, None).await.assert_payment("DONE");
    sim.confirm(&first, None).await.assert_refused(400, "DUPLICATED_ORDER_ID");
    let by_order = sim.get(&format!("/v1/payments/orders/{ORDER}")).await.json();
    assert_eq!(by_order["paymentKey"], second.as_str());
    assert_eq!(sim.see("payments").await["totals"]["approved"], AMOUNT);
}

#[tokio::test]
async fn reads_of_unapproved_payments_are_a_switch() {
    let sim = Sim::start().await;
    let key = sim.open(AMOUNT).await;
    assert_eq!(sim.payment(&key).await["status"], "READY");
    sim.get("/v1/payments/tgen_x").await.assert_refused(404, "NOT_FOUND_PAYMENT");
    sim.get("/v1/payments/orders/tk-another").await.assert_refused(404, "NOT_FOUND_PAYMENT");

    let sim = Sim::start_switched(Switches { hide_unapproved: true, ..Switches::default() }).await;
    let key = sim.authenticated().await;
    let path = format!("/v1/payments/{key}");
    sim.get(&path).await.assert_refused(404, "NOT_FOUND_PAYMENT");
    sim.confirm(&key, None).await.assert_payment("DONE");
    sim.get(&path).await.assert_payment("DONE");
}

#[tokio::test]
async fn only_the_merchants_secret_key_opens() {
    let sim = Sim::start().await;
    let url = format!("{}/v1/payments/tgen_x", sim.base);
    // base64 of the right key without its colon.
    let no_colon = "Basic dGVzdF9nc2tfZG9jc19PYVB6OEw1S2RtUVhrelJ6M3k0N0JNdzY=";
    let client_key = "test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm";
    let cases = [
        (sim.client.get(&url), 401, "UNAUTHORIZED_KEY"),
        (sim.client.get(&url).basic_auth("test_gsk_other", Some("")), 401, "UNAUTHORIZED_KEY"),
        (sim.client.get(&url).basic_auth(client_key, Some("")), 400, "INVALID_API_KEY"),
        (
            sim.client.get(&url).header("authorization", no_colon),
            403,
            "INCORRECT_BASIC_AUTH_FORMAT",
        ),
        (sim.client.get(&url).bearer_auth("x"), 403, "INCORRECT_BASIC_AUTH_FORMAT"),
        (
            sim.client.get(&url).basic_auth(toss_sim::DOCS_SECRET_KEY, Some("")),
            404,
            "NOT_FOUND_PAYMENT",
        ),
    ];
    for (request, status, code) in cases {
        send(request).await.unwrap().assert_refused(status, code);
    }
}

#[tokio::test]
async fn a_test_code_is_answered_with_its_real_status() {
    let sim = Sim::start().await;
    let key = sim.authenticated().await;
    let cases = [
        ("REJECT_CARD_PAYMENT", 403, "REJECT_CARD_PAYMENT"),
        ("IDEMPOTENT_REQUEST_PROCESSING", 409, "IDEMPOTENT_REQUEST_PROCESSING"),
        ("NO_SUCH_CODE", 400, "INVALID_TEST_CODE"),
    ];
    for (code, status, answered) in cases {
        let request = sim.confirming(&key, None).header("TossPayments-Test-Code", code);
        send(request).await.unwrap().assert_refused(status, answered);
    }
    sim.confirm(&key, None).await.assert_payment("DONE");
}

#[tokio::test]
async fn the_rate_limit_is_a_switch() {
    let switches = Switches { requests_per_minute: Some(2), ..Switches::default() };
    let sim = Sim::start_switched(switches).await;
    // At the start of a simulated minute, so that the three reads fall into one.
    let now_ms = sim.see("clock").await["now_ms"].as_i64().unwrap();
    sim.advance(60_000 - now_ms % 60_000).await;
    for _ in 0..2 {
        sim.get("/v1/payments/tgen_x").await.assert_refused(404, "NOT_FOUND_PAYMENT");
    }
    sim.get("/v1/payments/tgen_x").await.assert_refused(429, "TOO_MANY_REQUESTS");
    sim.advance(60_000).await;
    sim.get("/v1/payments/tgen_x").await.assert_refused(404, "NOT_FOUND_PAYMENT");
}
