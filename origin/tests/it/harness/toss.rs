//! Toss in this process: the simulator over real HTTP, and the buyer's hands in its window.

use serde_json::{Value, json};
use tokio::net::TcpListener;
use toss_sim::Switches;

/// A simulator of its own.
#[derive(Clone)]
pub(crate) struct Toss {
    /// Its address.
    pub(crate) base: String,
    client: reqwest::Client,
}

impl Toss {
    pub(crate) async fn start() -> Self {
        Self::start_with(Switches::default()).await
    }

    /// One that behaves otherwise where Toss's documents are silent.
    pub(crate) async fn start_with(switches: Switches) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let base = format!("http://{}", listener.local_addr().expect("it has an address"));
        let config = toss_sim::Config { switches, ..toss_sim::Config::default() };
        tokio::spawn(toss_sim::serve(listener, config));
        Self { base, client: reqwest::Client::new() }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/_sim/{path}", self.base);
        let answer = self.client.post(url).json(&body).send().await.expect("toss-sim answers");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap_or(Value::Null)
    }

    /// The next calls of `endpoint` run into `kind`.
    pub(crate) async fn fault(&self, endpoint: &str, kind: &str, times: u32) {
        self.post("faults", json!({ "endpoint": endpoint, "kind": kind, "times": times })).await;
    }

    /// The next calls of `endpoint` run into `kind` with `code`.
    pub(crate) async fn fault_with(&self, endpoint: &str, kind: &str, code: &str, times: u32) {
        let fault = json!({ "endpoint": endpoint, "kind": kind, "code": code, "times": times });
        self.post("faults", fault).await;
    }

    /// How many ordered faults no call has run into yet.
    pub(crate) async fn faults_left(&self) -> usize {
        let url = format!("{}/_sim/faults", self.base);
        let left: Value =
            self.client.get(url).send().await.expect("it answers").json().await.expect("JSON");
        left["faults"].as_array().expect("a list").len()
    }

    /// The next call of `endpoint` is carried out late.
    pub(crate) async fn delay(&self, endpoint: &str, ms: u64) {
        let fault = json!({ "endpoint": endpoint, "kind": "delay", "delay_ms": ms });
        self.post("faults", fault).await;
    }

    pub(crate) async fn advance(&self, ms: u64) {
        self.post("clock", json!({ "advance_ms": ms })).await;
    }

    /// The buyer opens the window of an attempt and authorises it; what the return page gets.
    pub(crate) async fn authorise(&self, attempt: &Value) -> Value {
        let amount = attempt["amount"]["minor"].as_i64().expect("an amount");
        self.authorise_by("CARD", amount, attempt).await
    }

    /// As whoever has the public key can: by another method, or over another amount.
    pub(crate) async fn authorise_by(&self, method: &str, amount: i64, attempt: &Value) -> Value {
        let opened = self
            .post(
                "sessions",
                json!({
                    "order_id": attempt["provider_order_id"],
                    "amount": amount,
                    "method": method,
                    "order_name": attempt["order_name"],
                    "success_url": attempt["success_url"],
                    "fail_url": attempt["fail_url"],
                }),
            )
            .await;
        let key = opened["payment_key"].as_str().expect("a payment key");
        let back = self.post(&format!("sessions/{key}/authenticate"), json!({})).await;
        let url: reqwest::Url =
            back["redirect"].as_str().expect("a redirect").parse().expect("a URL");
        let part = |name: &str| {
            let found = url.query_pairs().find(|(key, _)| key == name);
            found.map(|(_, value)| value.into_owned()).unwrap_or_else(|| panic!("no {name}"))
        };
        assert!(url.as_str().starts_with(attempt["success_url"].as_str().expect("an address")));
        json!({
            "payment_key": part("paymentKey"),
            "provider_order_id": part("orderId"),
            "amount": part("amount").parse::<i64>().expect("an amount"),
        })
    }

    /// Takes the money without asking the core: what must never happen, and is handled.
    pub(crate) async fn confirm_behind_our_back(&self, back: &Value) {
        let body = json!({
            "paymentKey": back["payment_key"],
            "orderId": back["provider_order_id"],
            "amount": back["amount"],
        });
        let answer = self
            .client
            .post(format!("{}/v1/payments/confirm", self.base))
            .basic_auth(toss_sim::DOCS_SECRET_KEY, Some(""))
            .json(&body)
            .send()
            .await
            .expect("toss-sim answers");
        assert_eq!(answer.status(), 200);
    }

    /// Gives it back as a person does in the provider's console; all of it when no amount is said.
    pub(crate) async fn give_back_behind_our_back(&self, payment_key: &str, amount: Option<i64>) {
        let url = format!("{}/v1/payments/{payment_key}/cancel", self.base);
        let request = self.client.post(url).basic_auth(toss_sim::DOCS_SECRET_KEY, Some(""));
        let mut body = json!({ "cancelReason": "console" });
        if let Some(amount) = amount {
            body["cancelAmount"] = json!(amount);
        }
        let answer = request.json(&body).send().await;
        assert_eq!(answer.expect("toss-sim answers").status(), 200);
    }

    /// What becomes of the account that was issued to the buyer: `deposit` or `deposit-error`.
    pub(crate) async fn bank(&self, back: &Value, what: &str) {
        let key = back["payment_key"].as_str().expect("a payment key");
        self.post(&format!("sessions/{key}/{what}"), json!({})).await;
    }

    /// The payments of the simulator's books.
    pub(crate) async fn payments(&self) -> Vec<Value> {
        let url = format!("{}/_sim/payments", self.base);
        let books: Value =
            self.client.get(url).send().await.expect("it answers").json().await.expect("JSON");
        books["payments"].as_array().expect("payments").clone()
    }

    /// The payment that `back` speaks of.
    pub(crate) async fn payment(&self, back: &Value) -> Value {
        let all = self.payments().await;
        let found = all.into_iter().find(|payment| payment["payment_key"] == back["payment_key"]);
        found.expect("toss-sim knows the payment")
    }
}
