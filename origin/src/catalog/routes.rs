//! What buyers read. Open to everybody, and cached by the edge for as long as it says here.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frontrow_shared::catalog_query::{CatalogQuery, CatalogQueryError};
use frontrow_shared::id::PerformanceId;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::plan::Plan;
use super::service;
use super::show::{Performance, PerformanceSummary};
use super::store::published::City;
use crate::http::extract::{Json, Path, Query};
use crate::http::{ApiError, ApiResult, etag};
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

/// Which shows are wanted; all that are to come when nothing is said.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Words, each of which title, venue or city contain in either language; at most 64
    /// characters in 6 words.
    pub q: Option<String>,
    /// The city in either language; at most 40 characters.
    pub city: Option<String>,
    /// First day by the venue's calendar, YYYY-MM-DD.
    pub from: Option<String>,
    /// Last day by the venue's calendar, included, YYYY-MM-DD.
    pub to: Option<String>,
    /// `next_cursor` of the page before; absent for the first.
    pub cursor: Option<String>,
    /// Most shows on the page, 1 to 50; 20 when absent.
    pub limit: Option<String>,
}

impl ListQuery {
    fn read(&self) -> Result<CatalogQuery, CatalogQueryError> {
        let fields = [
            ("q", &self.q),
            ("city", &self.city),
            ("from", &self.from),
            ("to", &self.to),
            ("cursor", &self.cursor),
            ("limit", &self.limit),
        ];
        CatalogQuery::read(
            fields.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))),
        )
    }
}

/// A page of performances.
#[derive(Debug, Serialize, ToSchema)]
pub struct PerformancePage {
    /// By start.
    pub items: Vec<PerformanceSummary>,
    /// For the next page; null on the last.
    pub next_cursor: Option<String>,
    /// Where anything is on, whatever was asked for.
    pub cities: Vec<City>,
}

/// The performance of a path.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct PerformancePath {
    pub(super) performance: PerformanceId,
}

/// What is on, soonest first.
#[utoipa::path(get, path = "/api/v1/performances", tag = "catalog", params(ListQuery),
    responses((status = 200, body = PerformancePage)))]
async fn list(
    State(state): State<AppState>,
    Query(query): Query<ListQuery>,
) -> ApiResult<impl IntoResponse> {
    let (items, next_cursor, cities) = service::list(&state, query.read()?).await?;
    Ok(([(header::CACHE_CONTROL, SECOND)], Json(PerformancePage { items, next_cursor, cities })))
}

/// A performance with its grades and prices.
#[utoipa::path(get, path = "/api/v1/performances/{performance}", tag = "catalog",
    params(("performance" = PerformanceId, Path)),
    responses((status = 200, body = Performance), (status = 404, description = "performance_not_found")))]
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
    responses((status = 200, body = Plan), (status = 304), (status = 404, description = "performance_not_found")))]
async fn plan(
    State(state): State<AppState>,
    Path(path): Path<PerformancePath>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let plan = service::plan(&state, path.performance).await?;
    let tag = HeaderValue::try_from(format!("\"{}\"", plan.version)).map_err(ApiError::internal)?;
    let known = etag::is_known(&headers, &tag);
    let caching = [(header::CACHE_CONTROL, DAY), (header::ETAG, tag)];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, Json(plan.as_ref())).into_response())
}
