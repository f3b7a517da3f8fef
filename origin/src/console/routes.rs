//! The console's addresses, on the internal listener. Open: the pages are the same for
//! everybody who reaches the listener.

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use data_encoding::HEXLOWER;
use frontrow_shared::problem::Code;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{Found, find, headers};
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// `/`, `/console/…`
pub fn routes() -> Router<AppState> {
    let home = || async { Redirect::to("/console/") };
    Router::new()
        .route("/", get(home))
        .route("/console", get(home))
        .route("/console/", get(|headers| async move { answer("", &headers) }))
        .route("/console/{*path}", get(file))
}

async fn file(Path(path): Path<String>, headers: HeaderMap) -> ApiResult<Response> {
    answer(&path, &headers)
}

fn answer(path: &str, asked: &HeaderMap) -> ApiResult<Response> {
    let file = match find(path) {
        Some(Found::File(file)) => file,
        Some(Found::Folder) => {
            return Ok(Redirect::to(&format!("/console/{path}/")).into_response());
        }
        None => return Err(ApiError::new(Code::NotFound)),
    };
    let hash = HEXLOWER.encode(&file.metadata.sha256_hash());
    let etag = HeaderValue::try_from(format!("\"{hash}\"")).map_err(ApiError::internal)?;
    let known = asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .any(|value| value.to_str().is_ok_and(|text| text.contains(&hash)));
    let media_type = file.metadata.mimetype();
    let told = (headers::of(media_type), [(header::ETAG, etag)]);
    if known {
        return Ok((StatusCode::NOT_MODIFIED, told).into_response());
    }
    let mut response = (told, file.data.into_owned()).into_response();
    // Scripts and styles are UTF-8, whatever a browser's own default is.
    let text = media_type.starts_with("text/") || media_type == "application/javascript";
    let media_type =
        if text { format!("{media_type}; charset=utf-8") } else { media_type.to_owned() };
    let media_type = HeaderValue::try_from(media_type).map_err(ApiError::internal)?;
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    Ok(response)
}
