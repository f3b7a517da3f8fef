//! Answers that the edge makes itself: JSON, problems, and the headers that all of them carry.

use frontrow_shared::problem::{CONTENT_TYPE, Code, Problem};
use serde::Serialize;
use worker::{Response, ResponseBuilder};

/// What a handler gives: an answer, or the problem that stands in its place.
pub(crate) type Answer = Result<Response, Failure>;

/// Why a request is not answered as it wished.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A problem for the client.
    Problem(Box<Problem>),
    /// The platform failed; the client hears `unavailable`, the log the rest.
    Platform(worker::Error),
}

impl Failure {
    /// A problem of `code` with what happened this time.
    pub(crate) fn because(code: Code, detail: &(impl ToString + ?Sized)) -> Self {
        Problem::new(code).detail(detail.to_string()).into()
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Problem::new(code).into()
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<worker::Error> for Failure {
    fn from(error: worker::Error) -> Self {
        Self::Platform(error)
    }
}

/// A JSON answer that nobody may keep.
pub(crate) fn json(status: u16, value: &impl Serialize) -> worker::Result<Response> {
    ResponseBuilder::new()
        .with_status(status)
        .with_header("cache-control", "no-store")?
        .from_json(value)
}

/// An empty answer.
pub(crate) fn no_content() -> Response {
    ResponseBuilder::new().with_status(204).empty()
}

/// The problem as an answer; what came with it as `retry_after_ms` also stands in `Retry-After`.
pub(crate) fn problem(problem: &Problem) -> worker::Result<Response> {
    let body = serde_json::to_vec(problem)?;
    let mut response = ResponseBuilder::new()
        .with_status(problem.status)
        .with_header("content-type", CONTENT_TYPE)?
        .with_header("cache-control", "no-store")?;
    if let Some(ms) = problem.extra.get("retry_after_ms").and_then(serde_json::Value::as_u64) {
        response = response.with_header("retry-after", &ms.div_ceil(1000).to_string())?;
    }
    Ok(response.fixed(body))
}

/// The answer to a failed request. What is inside of a platform's error stays in the log.
pub(crate) fn failure(failure: Failure, request_id: &str) -> worker::Result<Response> {
    let told = match failure {
        Failure::Problem(told) => *told,
        Failure::Platform(error) => {
            worker::console_error!("request {request_id} failed: {error}");
            Problem::new(Code::Unavailable).with("retry_after_ms", 1_000)
        }
    };
    problem(&told.request(request_id))
}
