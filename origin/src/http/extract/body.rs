//! JSON bodies.

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

/// The longest part of serde's sentence that is repeated to the caller, in characters.
const DETAIL_MAX: usize = 300;

fn invalid(text: &str) -> ApiError {
    let detail: String = text.chars().filter(|c| !c.is_control()).take(DETAIL_MAX).collect();
    ApiError::new(Code::BodyInvalid).detail(detail)
}
