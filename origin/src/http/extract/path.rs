//! Parts of the address.

use axum::extract::FromRequestParts;
use frontrow_shared::problem::Code;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::http::ApiError;

/// Path parameters.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        if !is_text(parts.uri.path()) {
            return Err(ApiError::new(Code::PathInvalid));
        }
        axum::extract::Path::<T>::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|error| ApiError::new(Code::PathInvalid).detail(error.body_text()))
    }
}

/// Query parameters.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        if !is_text(parts.uri.query().unwrap_or_default()) {
            return Err(ApiError::new(Code::QueryInvalid)
                .detail("The query is not UTF-8, or holds the character U+0000."));
        }
        axum::extract::Query::<T>::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Query(value)| Self(value))
            .map_err(|error| ApiError::new(Code::QueryInvalid).detail(error.body_text()))
    }
}

/// Whether the percent escapes say UTF-8 without NUL, which PostgreSQL cannot store.
fn is_text(escaped: &str) -> bool {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'%');
        let hex = hex.and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    !bytes.contains(&0) && std::str::from_utf8(&bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_text;

    #[test]
    fn escapes_have_to_say_text() {
        for good in ["", "a=b&c=%ED%91%9C", "100%", "%zz", "%2"] {
            assert!(is_text(good), "{good}");
        }
        for bad in ["%00", "a=%ff", "%ED%91"] {
            assert!(!is_text(bad), "{bad}");
        }
    }
}
