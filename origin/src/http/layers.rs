//! The layers around the routers: request id and log line, body limit, panics, time limit.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use frontrow_shared::hop;
use frontrow_shared::problem::Code;
use http::{HeaderValue, Method, header};
use tracing::Instrument;

use super::ApiError;
use super::tally::Told;
use crate::state::AppState;

/// The largest request body: the edge buffers and signs no more.
pub const BODY_MAX: usize = 64 * 1024;
const _: () = assert!(BODY_MAX >= frontrow_shared::sync::REPORT_BYTES_MAX, "rooms report so much");

/// How long a request may take before it is given up; paying answers well before.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// The id of a request, from the edge to the last log line.
#[derive(Debug, Clone)]
struct RequestId(String);

tokio::task_local! {
    /// The id of the request that this task answers, for problems and whatever else tells it.
    static CURRENT: RequestId;
}

/// The id of the request that is being answered, if one is.
#[must_use]
pub fn current_request() -> Option<String> {
    CURRENT.try_with(|id| id.0.clone()).ok()
}

/// `work` as a part of the request that is being answered, wherever it runs: under the request's
/// id and in its span.
pub fn of_this_request<R: Future>(work: R) -> impl Future<Output = R::Output> {
    let current = CURRENT.try_with(RequestId::clone).ok();
    let work = work.in_current_span();
    async move {
        match current {
            Some(id) => CURRENT.scope(id, work).await,
            None => work.await,
        }
    }
}

/// Gives every request an id (the edge's, when its form is right), a span, a time limit, one
/// log line and a metric.
pub async fn observe(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get(hop::REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|id| (8..=64).contains(&id.len()))
        .filter(|id| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
        .map_or_else(|| format!("core-{}", uuid::Uuid::now_v7().simple()), str::to_owned);
    let method = request.method().clone();
    // The matched pattern, never the path itself: it bounds the metric and hides ids.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", request_id = %id, %method, route);
    let started = Instant::now();
    let answering = async {
        let answer = tokio::time::timeout(TIME_LIMIT, next.run(request)).await;
        let response = answer
            .unwrap_or_else(|_| ApiError::new(Code::Overloaded).retry_after(2).into_response());
        let status = response.status().as_u16();
        let ms = started.elapsed().as_millis();
        tracing::info!(status, ms, "answered");
        response
    };
    let current = RequestId(id.clone());
    let mut response = CURRENT.scope(current, answering.instrument(span)).await;
    if let Some(told) = response.extensions_mut().remove::<Told>() {
        state.problems.note(told);
    }
    let status = response.status().as_u16().to_string();
    metrics::histogram!("frontrow_request_seconds",
        "method" => known(&method), "route" => route, "status" => status)
    .record(started.elapsed().as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(hop::REQUEST_ID, value);
    }
    // What a route does not call cacheable is somebody's own: orders, tickets, holds.
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-store"));
    response
}

/// A method's name for a metric; a stranger's inventions share one.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

/// Answers nothing at a second spelling of an address: escapes only where they are needed, and in
/// capitals. Routes take care of the rest: they match byte by byte.
pub async fn one_spelling(request: Request, next: Next) -> Response {
    if is_one_spelling(request.uri().path()) {
        return next.run(request).await;
    }
    not_found().await.into_response()
}

fn is_one_spelling(path: &str) -> bool {
    path.split('%').skip(1).all(|rest| {
        let hex = rest.get(..2).filter(|hex| !hex.bytes().any(|b| b.is_ascii_lowercase()));
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        byte.is_some_and(|b| !b.is_ascii_alphanumeric() && !b"-._~".contains(&b))
    })
}

/// Any address that is not routed.
pub async fn not_found() -> ApiError {
    ApiError::new(Code::NotFound)
}

/// A method that a routed address does not take.
pub async fn method_not_allowed() -> ApiError {
    ApiError::new(Code::MethodNotAllowed)
}

/// A handler that panicked: a bug of ours, told without details.
pub fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    ApiError::internal("a handler panicked").into_response()
}

#[cfg(test)]
mod tests {
    use super::is_one_spelling;

    #[test]
    fn what_needs_no_escape_has_none() {
        for good in ["/", "/a/b", "/grades/%EA%B0%80", "/a%20b", "/a%2Fb"] {
            assert!(is_one_spelling(good), "{good}");
        }
        for bad in ["/%61", "/prf%5F1", "/%ea%b0%80", "/a%2fb", "/%", "/%2", "/%2E%2E", "/%zz"] {
            assert!(!is_one_spelling(bad), "{bad}");
        }
    }
}
