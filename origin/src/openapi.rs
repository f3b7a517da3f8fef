//! The OpenAPI document, made from the routes themselves.

use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;

use crate::router;

#[derive(OpenApi)]
#[openapi(info(
    title = "Frontrow",
    description = "The buyers' API (through the edge) and the staff API (internal listener)."
))]
struct Frame;

/// Both APIs in one document.
#[must_use]
pub fn document() -> Document {
    let mut document = Frame::openapi();
    document.merge(router::buyer_routes().into_openapi());
    document.merge(router::staff_routes().into_openapi());
    document
}
