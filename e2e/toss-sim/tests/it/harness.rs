//! A running simulator and a merchant who talks to it.

use reqwest::header::HeaderMap;
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use toss_sim::{Config, Switches};

/// The order that the tests pay, and its amount.
pub(crate) const ORDER: &str = "tk-01JD3Q8Z7N";
pub(crate) const AMOUNT: i64 = 50_000;

pub(crate) struct Sim {
    pub(crate) base: String,
    pub(crate) client: Client,
    secret_key: String,
    server: JoinHandle<std::io::Result<()>>,
}

impl Drop for Sim {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("a JSON body")
    }

    /// Status and error code in one, for comparing.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["code"].as_str().unwrap_or_default().to_owned())
    }

    #[track_caller]
    pub(crate) fn assert_refused(&self, status: u16, code: &str) {
        assert_eq!(self.refusal(), (status, code.to_owned()), "{}", self.text);
    }

    #[track_caller]
    pub(crate) fn assert_payment(&self, payment_status: &str) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        let payment = self.json();
        assert_eq!(payment["status"], payment_status);
        payment
    }
}

/// Sends a request and reads the answer; an error is a lost answer.
pub(crate) async fn send(request: RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let (status, headers) = (response.status(), response.headers().clone());
    Ok(Answer { status, headers, text: response.text().await? })
}

impl Sim {
    pub(crate) async fn start() -> Self {
        Self::start_with(Config::default()).await
    }

    pub(crate) async fn start_switched(switches: Switches) -> Self {
        Self::start_with(Config { switches, ..Config::default() }).await
    }

    pub(crate) async fn start_with(config: Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let client = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let secret_key = config.secret_key.clone();
        let server = tokio::spawn(toss_sim::serve(listener, config));
        Self { base, client, secret_key, server }
    }

    /// A call with the merchant's key, not sent yet.
    pub(crate) fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        let url = format!("{}{path}", self.base);
        self.client.post(url).basic_auth(&self.secret_key, Some("")).json(body)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        let url = format!("{}{path}", self.base);
        send(self.client.get(url).basic_auth(&self.secret_key, Some(""))).await.expect("an answer")
    }

    pub(crate) async fn payment(&self, key: &str) -> Value {
        self.get(&format!("/v1/payments/{key}")).await.json()
    }

    /// Posts to the control API, which must agree.
    pub(crate) async fn control(&self, path: &str, body: Value) -> Value {
        let answer = self.try_control(path, body).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.text);
        serde_json::from_str(&answer.text).unwrap_or(Value::Null)
    }

    pub(crate) async fn try_control(&self, path: &str, body: Value) -> Answer {
        let url = format!("{}/_sim/{path}", self.base);
        send(self.client.post(url).json(&body)).await.expect("an answer")
    }

    pub(crate) async fn advance(&self, ms: i64) {
        self.control("clock", json!({ "advance_ms": ms })).await;
    }

    pub(crate) async fn fault(&self, fault: Value) {
        self.control("faults", fault).await;
    }

    /// Opens a checkout of [`ORDER`]; returns the payment key.
    pub(crate) async fn open(&self, amount: i64) -> String {
        let proposal = json!({
            "order_id": ORDER,
            "amount": amount,
            "order_name": "콘서트 VIP 2매",
            "success_url": "http://localhost:8787/pay/return?order=ord_1",
            "fail_url": "http://localhost:8787/pay/fail?order=ord_1",
        });
        let opened = self.control("sessions", proposal).await;
        opened["payment_key"].as_str().expect("a payment key").to_owned()
    }

    /// Opens a checkout and lets the buyer authenticate.
    pub(crate) async fn authenticated(&self) -> String {
        let key = self.open(AMOUNT).await;
        self.control(&format!("sessions/{key}/authenticate"), Value::Null).await;
        key
    }

    /// A paid order.
    pub(crate) async fn paid(&self) -> String {
        let key = self.authenticated().await;
        self.confirm(&key, None).await.assert_payment("DONE");
        key
    }

    /// The right confirm, not sent yet.
    pub(crate) fn confirming(&self, key: &str, idempotency_key: Option<&str>) -> RequestBuilder {
        let body = json!({ "paymentKey": key, "orderId": ORDER, "amount": AMOUNT });
        let request = self.post("/v1/payments/confirm", &body);
        match idempotency_key {
            Some(idempotency_key) => request.header("Idempotency-Key", idempotency_key),
            None => request,
        }
    }

    pub(crate) async fn confirm(&self, key: &str, idempotency_key: Option<&str>) -> Answer {
        send(self.confirming(key, idempotency_key)).await.expect("an answer")
    }

    pub(crate) async fn cancel(&self, key: &str, body: Value) -> Answer {
        send(self.post(&format!("/v1/payments/{key}/cancel"), &body)).await.expect("an answer")
    }

    /// What `GET /_sim/{what}` says.
    pub(crate) async fn see(&self, what: &str) -> Value {
        let url = format!("{}/_sim/{what}", self.base);
        send(self.client.get(url)).await.expect("an answer").json()
    }

    /// How often the only payment was charged.
    pub(crate) async fn approvals(&self) -> i64 {
        let books = self.see("payments").await;
        books["payments"][0]["approvals"].as_i64().expect("a count")
    }
}
