//! Refusals of the control API.

use axum::extract::rejection::JsonRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::checkout::SessionError;

/// A problem document with a stable `code`; `detail` says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {detail}")]
pub(crate) struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into() }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({
            "title": self.status.canonical_reason().unwrap_or_default(),
            "status": self.status.as_u16(),
            "code": self.code,
            "detail": self.detail,
        });
        (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string())
            .into_response()
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), "body_invalid", rejection.body_text())
    }
}

impl From<SessionError> for Problem {
    fn from(error: SessionError) -> Self {
        let (status, code) = match error {
            SessionError::Proposal(_) => (StatusCode::BAD_REQUEST, "session_invalid"),
            SessionError::Unknown => (StatusCode::NOT_FOUND, "payment_not_found"),
            SessionError::OrderPaid => (StatusCode::CONFLICT, "order_paid"),
            SessionError::Over(_) => (StatusCode::CONFLICT, "session_over"),
            SessionError::Full(_) => (StatusCode::INSUFFICIENT_STORAGE, "simulator_full"),
        };
        Self::new(status, code, error.to_string())
    }
}
