//! The calls. Times are those that Toss recommends: a confirm or a cancel may take a minute.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, StatusCode};
use serde::Serialize;

use super::{classify, wire};
use crate::config::SecretText;
use crate::payments::provider::{Cancel, Confirm, Failure, Outcome, Pending, Provider, Reading};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const MOVE_TIMEOUT: Duration = Duration::from_secs(60);
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// Where Toss is and who we are there.
#[derive(Debug, Clone)]
pub struct TossSettings {
    /// Without a slash at the end, such as `https://api.tosspayments.com`.
    pub base_url: String,
    /// The secret key.
    pub secret_key: SecretText,
}

/// The adapter.
#[derive(Debug, Clone)]
pub struct Toss {
    http: reqwest::Client,
    settings: TossSettings,
}

impl Toss {
    /// A client with its own connections.
    ///
    /// # Errors
    /// The TLS back end cannot be set up.
    pub fn new(settings: TossSettings) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { http, settings })
    }

    fn request(&self, method: Method, path: &[&str], timeout: Duration) -> Option<RequestBuilder> {
        let mut url = reqwest::Url::parse(&self.settings.base_url).ok()?;
        // Segment by segment, so that a payment key with a slash stays one segment.
        url.path_segments_mut().ok()?.pop_if_empty().extend(["v1", "payments"]).extend(path);
        Some(
            self.http
                .request(method, url)
                .timeout(timeout)
                .basic_auth(self.settings.secret_key.expose(), Some("")),
        )
    }

    async fn post<B: Serialize + Sync>(
        &self,
        path: &[&str],
        key: &str,
        body: &B,
        on_error: fn(u16, Failure) -> Outcome,
    ) -> Outcome {
        let Some(request) = self.request(Method::POST, path, MOVE_TIMEOUT) else {
            return Outcome::Misconfigured(bad_base_url());
        };
        match exchange(request.header("idempotency-key", key).json(body)).await {
            Ok((StatusCode::OK, body)) => match serde_json::from_slice::<wire::Payment>(&body) {
                Ok(payment) => Outcome::Answered(payment.into()),
                // The same key brings the whole answer again.
                Err(error) => Outcome::NoAnswer(garbled(&error)),
            },
            Ok((status, body)) => on_error(status.as_u16(), failure_of(status, &body)),
            Err(error) => Outcome::NoAnswer(no_answer(&error)),
        }
    }

    async fn get(&self, path: &[&str]) -> Reading {
        let Some(request) = self.request(Method::GET, path, READ_TIMEOUT) else {
            return Reading::NoAnswer(bad_base_url());
        };
        match exchange(request).await {
            Ok((StatusCode::OK, body)) => match serde_json::from_slice::<wire::Payment>(&body) {
                Ok(payment) => Reading::Found(payment.into()),
                Err(error) => Reading::NoAnswer(garbled(&error)),
            },
            Ok((status, body)) => {
                let failure = failure_of(status, &body);
                match failure.code.as_str() {
                    "NOT_FOUND_PAYMENT" | "NOT_FOUND" => Reading::NotFound,
                    _ => Reading::NoAnswer(failure),
                }
            }
            Err(error) => Reading::NoAnswer(no_answer(&error)),
        }
    }
}

impl Provider for Toss {
    fn name(&self) -> &'static str {
        "toss"
    }

    fn confirm<'a>(&'a self, request: &'a Confirm) -> Pending<'a, Outcome> {
        Box::pin(async move {
            let body = wire::ConfirmBody {
                payment_key: &request.payment_key,
                order_id: &request.provider_order_id,
                amount: request.amount,
            };
            let key = &request.idempotency_key;
            self.post(&["confirm"], key, &body, classify::confirm_error).await
        })
    }

    fn read<'a>(&'a self, payment_key: &'a str) -> Pending<'a, Reading> {
        Box::pin(async move { self.get(&[payment_key]).await })
    }

    fn read_by_order<'a>(&'a self, provider_order_id: &'a str) -> Pending<'a, Reading> {
        Box::pin(async move { self.get(&["orders", provider_order_id]).await })
    }

    fn cancel<'a>(&'a self, request: &'a Cancel) -> Pending<'a, Outcome> {
        Box::pin(async move {
            let body = wire::CancelBody {
                cancel_reason: &request.reason,
                cancel_amount: request.part.map(|part| part.amount),
                refundable_amount: request.part.map(|part| part.balance_before),
            };
            let path = [request.payment_key.as_str(), "cancel"];
            self.post(&path, &request.idempotency_key, &body, classify::cancel_error).await
        })
    }
}

async fn exchange(request: RequestBuilder) -> Result<(StatusCode, Vec<u8>), reqwest::Error> {
    let response = request.send().await?;
    let status = response.status();
    Ok((status, response.bytes().await?.to_vec()))
}

fn failure_of(status: StatusCode, body: &[u8]) -> Failure {
    serde_json::from_slice::<wire::ErrorBody>(body).map_or_else(
        |_| Failure {
            code: format!("http_{}", status.as_u16()),
            message: "an answer without a code".to_owned(),
        },
        Failure::from,
    )
}

fn no_answer(error: &reqwest::Error) -> Failure {
    let code = if error.is_timeout() { "timeout" } else { "no_answer" };
    // The address is left out: it holds the payment key.
    let message =
        if error.is_connect() { "no connection" } else { "the answer did not come whole" };
    Failure { code: code.to_owned(), message: message.to_owned() }
}

fn garbled(error: &serde_json::Error) -> Failure {
    Failure { code: "garbled".to_owned(), message: error.to_string() }
}

fn bad_base_url() -> Failure {
    Failure { code: "base_url".to_owned(), message: "TOSS_BASE_URL is not a URL".to_owned() }
}
