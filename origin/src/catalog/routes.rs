//! What buyers read. Open to everybody, and cached by the edge for as long as it says here.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frontrow_shared::id::PerformanceId;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::plan::Plan;
use super::service;
use super::show::{Performance, PerformanceSummary};
use crate::http::extract::{Json, Path, Query};
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// Fresh for a second: the moment of opening is in it.
const SECOND: HeaderValue = HeaderValue::from_static("public, max-age=1");
/// A plan never changes, but an address may be made anew (a developer's database): a day, and
/// a reload asks again by ETag.
const DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// `/api/v1/performances…`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(performance)).routes(routes!(plan))
}

/// Where a page begins.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// `next_cursor` of the page before; absent for the first.
    pub cursor: Option<String>,
}

/// A page of performances.
#[derive(Debug, Serialize, ToSchema)]
pub struct PerformancePage {
    /// By start.
    pub items: Vec<PerformanceSummary>,
    /// For the next page; null on the last.
    pub next_cursor: Option<String>,
}

/// The performance of a path.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct PerformancePath {
    pub(super) performance: PerformanceId,
}

/// What is on, soonest first.
#[utoipa::path(get, path = "/api/v1/performances", tag = "catalog", params(PageQuery),
    responses((status = 200, body = PerformancePage)))]
async fn list(
    State(state): State<AppState>,
    Query(query): Query<PageQuery>,
) -> ApiResult<impl IntoResponse> {
    let (items, next_cursor) = service::list(&state, query.cursor.as_deref()).await?;
    Ok(([(header::CACHE_CONTROL, SECOND)], Json(PerformancePage { items, next_cursor })))
}

/// A performance with its grades and prices.
#[utoipa::path(get, path = "/api/v1/performances/{performance}", tag = "catalog",
    params(("performance" = PerformanceId, Path)),
    responses((status = 200, body = Performance), (status = 404)))]
async fn performance(
    State(state): State<AppState>,
    Path(path): Path<PerformancePath>,
) -> ApiResult<impl IntoResponse> {
    let performance = service::performance(&state, path.performance).await?;
    Ok(([(header::CACHE_CONTROL, SECOND)], Json(performance)))
}

/// Where the seats of a performance are. Never changes.
#[utoipa::path(get, path = "/api/v1/performances/{performance}/plan", tag = "catalog",
    params(("performance" = PerformanceId, Path)),
    responses((status = 200, body = Plan), (status = 304), (status = 404)))]
async fn plan(
    State(state): State<AppState>,
    Path(path): Path<PerformancePath>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let plan = service::plan(&state, path.performance).await?;
    let etag =
        HeaderValue::try_from(format!("\"{}\"", plan.version)).map_err(ApiError::internal)?;
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .any(|value| value.to_str().is_ok_and(|text| text.contains(plan.version.as_str())));
    let caching = [(header::CACHE_CONTROL, DAY), (header::ETAG, etag)];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, Json(plan.as_ref())).into_response())
}
