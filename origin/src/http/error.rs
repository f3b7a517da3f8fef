//! From a capability's typed error to the answer on the wire.
//!
//! A capability says `impl From<ItsError> for ApiError`, choosing a problem code for each of
//! its variants. What is only our business (SQL, addresses) goes into the log through
//! [`ApiError::internal`], never into the answer.

use super::tally::Told;
use axum::response::{IntoResponse, Response};
use frontrow_shared::problem::{CONTENT_TYPE, Code, Problem};
use http::{HeaderValue, StatusCode, header};

/// What handlers return.
pub type ApiResult<T> = Result<T, ApiError>;

/// A problem on its way out, with what the log should know of its cause.
#[derive(Debug)]
pub struct ApiError {
    problem: Box<Problem>,
    retry_after_s: Option<u32>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl ApiError {
    /// The problem of `code`.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self::from(Problem::new(code))
    }

    /// Says what happened this time and what to do about it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.problem.detail = Some(detail.into());
        self
    }

    /// Adds a member of its own to the document.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.problem.extra.insert(name.to_owned(), value.into());
        self
    }

    /// Says when to come back.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// Something broke: the answer says so without details, the log gets the cause.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { cause: Some(cause.into()), ..Self::new(Code::Internal) }
    }

    /// A part of the service is away: come back in a moment.
    pub fn unavailable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { cause: Some(cause.into()), ..Self::new(Code::Unavailable) }.retry_after(1)
    }

    /// The code, for callers that branch on it.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.problem.code
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self { problem: Box::new(problem), retry_after_s: None, cause: None }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        if crate::db::is_unavailable(&error) {
            Self::unavailable(error)
        } else {
            Self::internal(error)
        }
    }
}

impl From<redis::RedisError> for ApiError {
    fn from(error: redis::RedisError) -> Self {
        Self::unavailable(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(mut self) -> Response {
        self.problem.request_id = super::layers::current_request();
        let status =
            StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status.is_server_error() {
            let cause = self.cause.as_ref().map(ToString::to_string).unwrap_or_default();
            tracing::error!(code = %self.problem.code, cause, "answered with a server error");
        }
        metrics::counter!("frontrow_problems_total", "code" => self.problem.code.clone())
            .increment(1);
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        response.extensions_mut().insert(Told { code: self.problem.code, status: status.as_u16() });
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
