//! PAYMENT_STATUS_CHANGED at a real listener.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use toss_sim::Config;

use crate::harness::Sim;

type Received = (HeaderMap, Value);

/// A merchant who refuses the first `failures` webhooks, and a simulator that knows the address.
async fn merchant(failures: usize) -> (Sim, UnboundedReceiver<Received>) {
    async fn receive(
        State((heard, failures)): State<(UnboundedSender<Received>, usize)>,
        headers: HeaderMap,
        axum::Json(body): axum::Json<Value>,
    ) -> StatusCode {
        let retried: usize = text(&headers, "retried-count").parse().unwrap();
        heard.send((headers, body)).unwrap();
        if retried < failures { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }
    }
    let (heard, inbox) = unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhooks/toss", listener.local_addr().unwrap());
    let router = Router::new().route("/webhooks/toss", post(receive)).with_state((heard, failures));
    tokio::spawn(async { axum::serve(listener, router).await });
    let webhook_url = Some(url.parse().unwrap());
    (Sim::start_with(Config { webhook_url, ..Config::default() }).await, inbox)
}

fn text(headers: &HeaderMap, name: &str) -> String {
    let name = format!("tosspayments-webhook-transmission-{name}");
    headers[&name].to_str().unwrap().to_owned()
}

async fn next(inbox: &mut UnboundedReceiver<Received>) -> Received {
    let waited = tokio::time::timeout(Duration::from_secs(10), inbox.recv()).await;
    waited.expect("a webhook within 10 s").expect("a listening merchant")
}

/// Waits until the only webhook stands so.
async fn until(sim: &Sim, state: &str) -> Value {
    let waited = tokio::time::timeout(Duration::from_secs(10), async {
        loop {
            let webhook = sim.see("webhooks").await["webhooks"][0].clone();
            if webhook["state"] == state {
                return webhook;
            }
        }
    });
    waited.await.unwrap_or_else(|_| panic!("the webhook never was {state}"))
}

#[tokio::test]
async fn an_approval_is_told_with_the_payment_and_without_a_signature() {
    let (sim, mut inbox) = merchant(0).await;
    let key = sim.paid().await;
    let (headers, body) = next(&mut inbox).await;
    assert_eq!(body["eventType"], "PAYMENT_STATUS_CHANGED");
    assert_eq!(body["data"], sim.payment(&key).await);
    let created = body["createdAt"].as_str().unwrap();
    assert!(created.len() == 26 && !created.contains('+'), "{created}");
    assert!(text(&headers, "id").starts_with("whtrans_"));
    assert_eq!(text(&headers, "retried-count"), "0");
    assert!(text(&headers, "time").ends_with("+09:00"));
    assert!(!headers.contains_key("tosspayments-webhook-signature"));
    until(&sim, "delivered").await;
}

#[tokio::test]
async fn a_refused_webhook_climbs_the_ladder() {
    let (sim, mut inbox) = merchant(2).await;
    sim.paid().await;
    let (first, _) = next(&mut inbox).await;
    for (retry, wait_min) in [("1", 1), ("2", 4)] {
        let failed = until(&sim, "pending").await;
        let tried =
            failed["attempts"].as_array().unwrap().last().unwrap()["at_ms"].as_i64().unwrap();
        let due = failed["next_attempt_at_ms"].as_i64().unwrap();
        assert_eq!(due - tried, wait_min * 60_000);
        sim.advance(wait_min * 60_000).await;
        let (headers, _) = next(&mut inbox).await;
        assert_eq!(text(&headers, "retried-count"), retry);
        assert_eq!(text(&headers, "id"), text(&first, "id"));
    }
    let delivered = until(&sim, "delivered").await;
    assert_eq!(delivered["attempts"].as_array().unwrap().len(), 3);
    assert_eq!(delivered["next_attempt_at_ms"], Value::Null);
}

#[tokio::test]
async fn a_webhook_can_be_sent_again() {
    let (sim, mut inbox) = merchant(0).await;
    sim.paid().await;
    let (headers, body) = next(&mut inbox).await;
    let path = format!("webhooks/{}/resend", text(&headers, "id"));
    let again = sim.control(&path, json!(null)).await;
    let (headers, repeated) = next(&mut inbox).await;
    assert_eq!(repeated, body);
    assert_eq!(text(&headers, "id"), again["id"]);
    let unknown = sim.try_control("webhooks/whtrans_x/resend", json!(null)).await;
    unknown.assert_refused(404, "webhook_not_found");
}

#[tokio::test]
async fn every_starred_status_is_written_even_without_an_address() {
    let sim = Sim::start().await;
    let aborted = sim.authenticated().await;
    sim.fault(json!({ "endpoint": "confirm", "kind": "decline" })).await;
    sim.confirm(&aborted, None).await.assert_refused(403, "REJECT_CARD_PAYMENT");
    sim.authenticated().await;
    sim.advance(10 * 60_000).await;
    let paid = sim.paid().await;
    let part = json!({ "cancelReason": "반", "cancelAmount": 1_000 });
    sim.cancel(&paid, part).await.assert_payment("PARTIAL_CANCELED");

    let written = sim.see("webhooks").await;
    let webhooks = written["webhooks"].as_array().unwrap();
    let statuses: Vec<_> =
        webhooks.iter().map(|w| w["body"]["data"]["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["ABORTED", "EXPIRED", "DONE", "PARTIAL_CANCELED"]);
    assert!(webhooks.iter().all(|webhook| webhook["state"] == "unregistered"));
}
