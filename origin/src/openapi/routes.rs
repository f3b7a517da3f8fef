//! The document itself, served: the buyers' part to everybody through the edge, the whole on
//! the internal listener.

use std::sync::OnceLock;

use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sha2::{Digest as _, Sha256};
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::{ApiError, ApiResult, etag};
use crate::state::AppState;

/// It changes with a release alone.
const FIVE_MINUTES: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// `/api/v1/openapi.json`
pub fn buyer_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(buyers))
}

/// `/staff/v1/openapi.json`
pub fn staff_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(whole))
}

/// A document as it is sent, made once.
struct Served {
    json: String,
    etag: HeaderValue,
}

impl Served {
    fn of(document: &Document) -> ApiResult<Self> {
        let json = document.to_json().map_err(ApiError::internal)?;
        let hash = HEXLOWER.encode(&Sha256::digest(&json)[..8]);
        let etag = HeaderValue::try_from(format!("\"{hash}\"")).map_err(ApiError::internal)?;
        Ok(Self { json, etag })
    }

    fn answer(&'static self, headers: &HeaderMap) -> Response {
        let caching = [(header::CACHE_CONTROL, FIVE_MINUTES), (header::ETAG, self.etag.clone())];
        if etag::is_known(headers, &self.etag) {
            return (StatusCode::NOT_MODIFIED, caching).into_response();
        }
        let json = HeaderValue::from_static("application/json");
        (caching, [(header::CONTENT_TYPE, json)], self.json.as_str()).into_response()
    }
}

/// The document of the buyers' API, for programs; people read it under `/developers/`.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "documents", security(()),
    responses((status = 200, body = serde_json::Value), (status = 304)))]
async fn buyers(headers: HeaderMap) -> ApiResult<Response> {
    static SERVED: OnceLock<Served> = OnceLock::new();
    served(&SERVED, super::buyers_document).map(|served| served.answer(&headers))
}

/// The document of both APIs, for programs; people read it under `/console/api/`.
#[utoipa::path(get, path = "/staff/v1/openapi.json", tag = "documents", security(()),
    responses((status = 200, body = serde_json::Value), (status = 304)))]
async fn whole(headers: HeaderMap) -> ApiResult<Response> {
    static SERVED: OnceLock<Served> = OnceLock::new();
    served(&SERVED, super::document).map(|served| served.answer(&headers))
}

fn served(
    kept: &'static OnceLock<Served>,
    document: fn() -> Document,
) -> ApiResult<&'static Served> {
    match kept.get() {
        Some(served) => Ok(served),
        None => {
            let made = Served::of(&document())?;
            Ok(kept.get_or_init(|| made))
        }
    }
}
