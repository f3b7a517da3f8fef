//! JSON bodies.

use axum::body::{Body, Bytes};
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use frontrow_shared::problem::Code;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::http::ApiError;

/// A JSON body, in or out. Request types say `deny_unknown_fields`, so that a misspelt field
/// is told instead of ignored.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts.clone(), body);
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|_| ApiError::new(Code::BodyTooLarge))?;
        if holds_nul(&bytes) {
            return Err(invalid("No text may hold the character U+0000."));
        }
        // Serde would take a list of its fields' values as well.
        if bytes.trim_ascii_start().first() == Some(&b'[') {
            return Err(invalid("The body is a list where an object is wanted."));
        }
        let request = Request::from_parts(parts, Body::from(bytes));
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(ApiError::new(Code::MediaTypeUnsupported))
            }
            Err(JsonRejection::JsonDataError(error)) => Err(invalid(&error.body_text())),
            Err(JsonRejection::JsonSyntaxError(error)) => Err(invalid(&error.body_text())),
            Err(_) => Err(ApiError::new(Code::BodyTooLarge)),
        }
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// Whether a text of this JSON holds NUL, which PostgreSQL cannot store. JSON can only say it as
/// an escape.
fn holds_nul(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let escape = rest.get(at + 1..).unwrap_or_default();
        if escape.starts_with(b"u0000") {
            return true;
        }
        // What is escaped may be a backslash itself.
        rest = escape.get(1..).unwrap_or_default();
    }
    false
}

/// The longest part of serde's sentence that is repeated to the caller, in characters.
const DETAIL_MAX: usize = 300;

fn invalid(text: &str) -> ApiError {
    let detail: String = text.chars().filter(|c| !c.is_control()).take(DETAIL_MAX).collect();
    ApiError::new(Code::BodyInvalid).detail(detail)
}

#[cfg(test)]
mod tests {
    use super::holds_nul;

    #[test]
    fn nul_is_found_and_an_escaped_backslash_is_not_taken_for_it() {
        assert!(holds_nul(br#"{"a":"b\u0000"}"#));
        assert!(holds_nul(br#"{"a":"\\\u0000"}"#));
        assert!(!holds_nul(br#"{"a":"b\\u0000"}"#));
        assert!(!holds_nul(b"\\"));
    }
}
