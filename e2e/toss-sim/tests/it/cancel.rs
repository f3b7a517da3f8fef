//! Cancels, whole and in part.

use serde_json::json;

use crate::harness::{AMOUNT, Sim};

#[tokio::test]
async fn the_whole_in_one_go_is_canceled() {
    let sim = Sim::start().await;
    let key = sim.paid().await;
    let payment = sim.cancel(&key, json!({ "cancelReason": "변심" })).await;
    let payment = payment.assert_payment("CANCELED");
    assert_eq!(payment["balanceAmount"], 0);
    assert_eq!(payment["totalAmount"], AMOUNT);
    assert_eq!(payment["cancels"][0]["cancelAmount"], AMOUNT);
    assert_eq!(payment["cancels"][0]["transactionKey"], payment["lastTransactionKey"]);

    let again = sim.cancel(&key, json!({ "cancelReason": "변심" })).await;
    again.assert_refused(400, "ALREADY_CANCELED_PAYMENT");
    let totals = &sim.see("payments").await["totals"];
    assert_eq!(*totals, json!({ "approved": AMOUNT, "canceled": AMOUNT, "net": 0 }));
}

#[tokio::test]
async fn parts_that_empty_it_stay_partial() {
    let sim = Sim::start().await;
    let key = sim.paid().await;
    let part = json!({ "cancelReason": "1매", "cancelAmount": 10_000, "refundableAmount": AMOUNT });
    let payment = sim.cancel(&key, part).await.assert_payment("PARTIAL_CANCELED");
    assert_eq!(payment["balanceAmount"], 40_000);
    assert_eq!(
        payment["suppliedAmount"].as_i64().unwrap() + payment["vat"].as_i64().unwrap(),
        40_000
    );
    assert_eq!(payment["cancels"][0]["refundableAmount"], 40_000);

    let rest = sim.cancel(&key, json!({ "cancelReason": "나머지" })).await;
    let payment = rest.assert_payment("PARTIAL_CANCELED");
    assert_eq!(payment["balanceAmount"], 0);
    assert_eq!(payment["cancels"].as_array().unwrap().len(), 2);
    let again = sim.cancel(&key, json!({ "cancelReason": "또" })).await;
    again.assert_refused(403, "NOT_CANCELABLE_AMOUNT");
}

#[tokio::test]
async fn refundable_amount_is_compare_and_set() {
    let sim = Sim::start().await;
    let key = sim.paid().await;
    let half = json!({ "cancelReason": "반", "cancelAmount": 25_000, "refundableAmount": AMOUNT });
    let (one, other) = tokio::join!(sim.cancel(&key, half.clone()), sim.cancel(&key, half.clone()));
    assert_eq!([one.status, other.status].iter().filter(|status| **status == 200).count(), 1);
    let late = sim.cancel(&key, half).await;
    late.assert_refused(400, "NOT_MATCHES_REFUNDABLE_AMOUNT");
    assert_eq!(sim.payment(&key).await["balanceAmount"], 25_000);
}

#[tokio::test]
async fn what_cannot_be_cancelled_is_refused_and_moves_nothing() {
    let sim = Sim::start().await;
    let key = sim.paid().await;
    let cases = [
        (
            json!({ "cancelReason": "변심", "cancelAmount": AMOUNT + 1 }),
            403,
            "NOT_CANCELABLE_AMOUNT",
        ),
        (json!({ "cancelReason": "변심", "cancelAmount": 0 }), 400, "INVALID_REQUEST"),
        (json!({ "cancelReason": "변심", "currency": "USD" }), 400, "INVALID_REQUEST"),
        (json!({ "cancelReason": "" }), 400, "INVALID_REQUEST"),
        (json!({ "cancelReason": "가".repeat(201) }), 400, "INVALID_REQUEST"),
        (json!({ "cancelAmount": 1_000 }), 400, "INVALID_REQUEST"),
    ];
    for (body, status, code) in cases {
        sim.cancel(&key, body).await.assert_refused(status, code);
    }
    assert_eq!(sim.payment(&key).await["balanceAmount"], AMOUNT);

    let reason = json!({ "cancelReason": "변심" });
    sim.cancel("tgen_x", reason.clone()).await.assert_refused(404, "NOT_FOUND_PAYMENT");
    sim.control("reset", json!(null)).await;
    let unpaid = sim.authenticated().await;
    sim.cancel(&unpaid, reason).await.assert_refused(403, "NOT_CANCELABLE_PAYMENT");
}
