//! Performances in the staff API.

use axum::extract::State;
use axum::response::IntoResponse;
use frontrow_shared::id::PerformanceId;
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{PAGE, Page, PageQuery, entering};
use crate::accounts::StaffCaller;
use crate::catalog::Plan;
use crate::catalog::entries::{GradePatch, PerformanceForm, PerformancePatch};
use crate::catalog::staff_reading::{self, PerformanceEntry, PerformanceInFull};
use crate::catalog::staff_service;
use crate::http::ApiResult;
use crate::http::extract::{IdempotencyKey, Json, Path, Query};
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, enter))
        .routes(routes!(read, change))
        .routes(routes!(plan))
        .routes(routes!(change_grade))
        .routes(routes!(publish))
}

#[derive(Deserialize)]
struct PerformancePath {
    performance: PerformanceId,
}

#[derive(Deserialize)]
struct GradePath {
    performance: PerformanceId,
    grade: String,
}

/// Performances, newest first.
#[utoipa::path(get, path = "/staff/v1/performances", tag = "staff",
    params(PageQuery<PerformanceId>),
    responses((status = 200, body = Page<PerformanceEntry, PerformanceId>)))]
async fn list(
    State(state): State<AppState>,
    _: StaffCaller,
    Query(query): Query<PageQuery<PerformanceId>>,
) -> ApiResult<impl IntoResponse> {
    let found = staff_reading::performances(&state.db, query.cursor, PAGE as i64 + 1).await?;
    Ok(Json(Page::new(found, |performance| performance.id)))
}

/// Enter a performance: a draft with its grades, its seats laid out.
#[utoipa::path(post, path = "/staff/v1/performances", tag = "staff",
    params(IdempotencyKey), request_body = PerformanceForm,
    responses((status = 201, body = PerformanceInFull),
              (status = 404, description = "event_not_found, venue_not_found"), (status = 422, description = "catalog_invalid")))]
async fn enter(
    State(state): State<AppState>,
    caller: StaffCaller,
    key: IdempotencyKey,
    Json(form): Json<PerformanceForm>,
) -> ApiResult<impl IntoResponse> {
    let id = staff_service::enter_performance(&state.db, &entering(caller, key), &form).await?;
    Ok((StatusCode::CREATED, Json(staff_reading::performance(&state.db, id).await?)))
}

/// A performance with its grades.
#[utoipa::path(get, path = "/staff/v1/performances/{performance}", tag = "staff",
    params(("performance" = PerformanceId, Path)),
    responses((status = 200, body = PerformanceInFull),
              (status = 404, description = "performance_not_found")))]
async fn read(
    State(state): State<AppState>,
    _: StaffCaller,
    Path(path): Path<PerformancePath>,
) -> ApiResult<Json<PerformanceInFull>> {
    Ok(Json(staff_reading::performance(&state.db, path.performance).await?))
}

/// The plan of a performance with the grade of each row, drafts too.
#[utoipa::path(get, path = "/staff/v1/performances/{performance}/plan", tag = "staff",
    params(("performance" = PerformanceId, Path)),
    responses((status = 200, body = Plan),
              (status = 404, description = "performance_not_found")))]
async fn plan(
    State(state): State<AppState>,
    _: StaffCaller,
    Path(path): Path<PerformancePath>,
) -> ApiResult<Json<Plan>> {
    Ok(Json(staff_reading::plan(&state.db, path.performance).await?))
}

/// Change the dates and limits of a performance.
#[utoipa::path(patch, path = "/staff/v1/performances/{performance}", tag = "staff",
    params(("performance" = PerformanceId, Path)), request_body = PerformancePatch,
    responses((status = 200, body = PerformanceInFull),
              (status = 404, description = "performance_not_found"), (status = 422, description = "catalog_invalid")))]
async fn change(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<PerformancePath>,
    Json(patch): Json<PerformancePatch>,
) -> ApiResult<Json<PerformanceInFull>> {
    staff_service::change_performance(&state.db, path.performance, by, &patch).await?;
    Ok(Json(staff_reading::performance(&state.db, path.performance).await?))
}

/// Change a grade, such as its price; orders keep the price of their quote.
#[utoipa::path(patch, path = "/staff/v1/performances/{performance}/grades/{grade}", tag = "staff",
    params(("performance" = PerformanceId, Path), ("grade" = String, Path)),
    request_body = GradePatch,
    responses((status = 200, body = PerformanceInFull),
              (status = 404, description = "performance_not_found"), (status = 422, description = "catalog_invalid")))]
async fn change_grade(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<GradePath>,
    Json(patch): Json<GradePatch>,
) -> ApiResult<Json<PerformanceInFull>> {
    staff_service::change_grade(&state.db, path.performance, &path.grade, by, patch).await?;
    Ok(Json(staff_reading::performance(&state.db, path.performance).await?))
}

/// Make a performance visible to buyers. It needs a sale. Doing it again changes nothing.
#[utoipa::path(post, path = "/staff/v1/performances/{performance}/publish", tag = "staff",
    params(("performance" = PerformanceId, Path)),
    responses((status = 200, body = PerformanceInFull),
              (status = 404, description = "performance_not_found"), (status = 422, description = "catalog_invalid")))]
async fn publish(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<PerformancePath>,
) -> ApiResult<Json<PerformanceInFull>> {
    staff_service::publish(&state.db, path.performance, by).await?;
    Ok(Json(staff_reading::performance(&state.db, path.performance).await?))
}
