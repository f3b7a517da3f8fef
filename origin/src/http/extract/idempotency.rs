//! The client's own name of an intent.

use axum::extract::FromRequestParts;
use frontrow_shared::problem::Code;
use http::request::Parts;
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::http::ApiError;

/// The `Idempotency-Key` header: 8 to 100 visible ASCII characters, the same when the same
/// intent is tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);

impl IntoParams for IdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = ObjectBuilder::new().schema_type(Type::String);
        let text = text.min_length(Some(8)).max_length(Some(100)).pattern(Some("^[!-~]+$"));
        let header =
            ParameterBuilder::new().name("idempotency-key").parameter_in(ParameterIn::Header);
        let words = "Your name of this intent: the same key again gets the same answer.";
        vec![header.required(Required::True).schema(Some(text)).description(Some(words)).build()]
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let value = parts
            .headers
            .get("idempotency-key")
            .ok_or_else(|| ApiError::new(Code::IdempotencyKeyMissing))?;
        value
            .to_str()
            .ok()
            .filter(|key| (8..=100).contains(&key.len()))
            .filter(|key| key.bytes().all(|b| b.is_ascii_graphic()))
            .map(|key| Self(key.to_owned()))
            .ok_or_else(|| {
                ApiError::new(Code::HeaderInvalid)
                    .detail("Idempotency-Key takes 8 to 100 visible ASCII characters.")
            })
    }
}
