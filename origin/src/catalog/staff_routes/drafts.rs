//! Taking back: drafts are repainted, duplicated and deleted; what is published goes off sale.

use axum::extract::{DefaultBodyLimit, State};
use axum::response::IntoResponse;
use frontrow_shared::id::{EventId, PerformanceId, VenueId};
use http::StatusCode;
use serde::Deserialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::entering;
use crate::accounts::StaffCaller;
use crate::catalog::drafts::{self, CopyName, Painting};
use crate::catalog::plans::{PlanSource, SOURCE_BYTES_MAX};
use crate::catalog::staff_reading::{self, EventEntry, PerformanceInFull, VenueInFull};
use crate::http::ApiResult;
use crate::http::extract::{IdempotencyKey, Json, Path};
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    let with_plan =
        OpenApiRouter::new().routes(routes!(replan)).layer(DefaultBodyLimit::max(SOURCE_BYTES_MAX));
    OpenApiRouter::new()
        .merge(with_plan)
        .routes(routes!(delete_venue))
        .routes(routes!(duplicate_venue))
        .routes(routes!(delete_event))
        .routes(routes!(duplicate_event))
        .routes(routes!(delete_performance))
        .routes(routes!(duplicate_performance))
        .routes(routes!(repaint))
        .routes(routes!(take_off_sale))
}

#[derive(Deserialize)]
struct VenuePath {
    venue: VenueId,
}

#[derive(Deserialize)]
struct EventPath {
    event: EventId,
}

#[derive(Deserialize)]
struct PerformancePath {
    performance: PerformanceId,
}

/// The date of a copy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CopyDate {
    /// When the copy starts; its doors open as long before as those of the first.
    #[serde(with = "time::serde::rfc3339")]
    starts_at: OffsetDateTime,
}

/// Why something is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reason {
    /// One line, for staff.
    #[schema(min_length = 1, max_length = 300)]
    reason: String,
}

/// Delete a venue that has no performance.
#[utoipa::path(delete, path = "/staff/v1/venues/{venue}", tag = "staff",
    params(("venue" = VenueId, Path)),
    responses((status = 204), (status = 404, description = "venue_not_found"),
              (status = 409, description = "catalog_in_use")))]
async fn delete_venue(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<VenuePath>,
) -> ApiResult<StatusCode> {
    drafts::delete_venue(&state.db, path.venue, by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give a venue that has no performance another plan.
#[utoipa::path(put, path = "/staff/v1/venues/{venue}/plan", tag = "staff",
    params(("venue" = VenueId, Path)), request_body = PlanSource,
    responses((status = 200, body = VenueInFull), (status = 404, description = "venue_not_found"),
              (status = 409, description = "catalog_in_use"),
              (status = 422, description = "catalog_invalid, plan_invalid")))]
async fn replan(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<VenuePath>,
    Json(plan): Json<PlanSource>,
) -> ApiResult<Json<VenueInFull>> {
    drafts::replan(&state.db, path.venue, by, plan).await?;
    Ok(Json(staff_reading::venue(&state.db, path.venue).await?))
}

/// Copy a venue with its plan.
#[utoipa::path(post, path = "/staff/v1/venues/{venue}/duplicate", tag = "staff",
    params(("venue" = VenueId, Path), IdempotencyKey), request_body = CopyName,
    responses((status = 201, body = VenueInFull), (status = 404, description = "venue_not_found"),
              (status = 422, description = "catalog_invalid")))]
async fn duplicate_venue(
    State(state): State<AppState>,
    caller: StaffCaller,
    key: IdempotencyKey,
    Path(path): Path<VenuePath>,
    Json(name): Json<CopyName>,
) -> ApiResult<impl IntoResponse> {
    let entering = entering(caller, key);
    let id = drafts::duplicate_venue(&state.db, &entering, path.venue, &name).await?;
    Ok((StatusCode::CREATED, Json(staff_reading::venue(&state.db, id).await?)))
}

/// Delete an event that has no performance.
#[utoipa::path(delete, path = "/staff/v1/events/{event}", tag = "staff",
    params(("event" = EventId, Path)),
    responses((status = 204), (status = 404, description = "event_not_found"),
              (status = 409, description = "catalog_in_use")))]
async fn delete_event(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<EventPath>,
) -> ApiResult<StatusCode> {
    drafts::delete_event(&state.db, path.event, by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Copy an event without its performances.
#[utoipa::path(post, path = "/staff/v1/events/{event}/duplicate", tag = "staff",
    params(("event" = EventId, Path), IdempotencyKey), request_body = CopyName,
    responses((status = 201, body = EventEntry), (status = 404, description = "event_not_found"),
              (status = 422, description = "catalog_invalid")))]
async fn duplicate_event(
    State(state): State<AppState>,
    caller: StaffCaller,
    key: IdempotencyKey,
    Path(path): Path<EventPath>,
    Json(name): Json<CopyName>,
) -> ApiResult<impl IntoResponse> {
    let entering = entering(caller, key);
    let id = drafts::duplicate_event(&state.db, &entering, path.event, &name).await?;
    Ok((StatusCode::CREATED, Json(staff_reading::event(&state.db, id).await?)))
}

/// Delete a draft with its seats, grades and sale.
#[utoipa::path(delete, path = "/staff/v1/performances/{performance}", tag = "staff",
    params(("performance" = PerformanceId, Path)),
    responses((status = 204), (status = 404, description = "performance_not_found"),
              (status = 409, description = "catalog_in_use")))]
async fn delete_performance(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<PerformancePath>,
) -> ApiResult<StatusCode> {
    drafts::delete_performance(&state.db, path.performance, by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Copy a performance to another date: a draft with the same grades on the same rows, no sale.
#[utoipa::path(post, path = "/staff/v1/performances/{performance}/duplicate", tag = "staff",
    params(("performance" = PerformanceId, Path), IdempotencyKey), request_body = CopyDate,
    responses((status = 201, body = PerformanceInFull),
              (status = 404, description = "performance_not_found"), (status = 422, description = "catalog_invalid")))]
async fn duplicate_performance(
    State(state): State<AppState>,
    caller: StaffCaller,
    key: IdempotencyKey,
    Path(path): Path<PerformancePath>,
    Json(date): Json<CopyDate>,
) -> ApiResult<impl IntoResponse> {
    let (entering, of) = (entering(caller, key), path.performance);
    let id = drafts::duplicate_performance(&state.db, &entering, of, date.starts_at).await?;
    Ok((StatusCode::CREATED, Json(staff_reading::performance(&state.db, id).await?)))
}

/// Give a draft other grades and prices, and its rows theirs.
#[utoipa::path(put, path = "/staff/v1/performances/{performance}/seating", tag = "staff",
    params(("performance" = PerformanceId, Path)), request_body = Painting,
    responses((status = 200, body = PerformanceInFull),
              (status = 404, description = "performance_not_found"),
              (status = 409, description = "catalog_in_use"), (status = 422, description = "catalog_invalid")))]
async fn repaint(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<PerformancePath>,
    Json(painting): Json<Painting>,
) -> ApiResult<Json<PerformanceInFull>> {
    drafts::repaint(&state.db, path.performance, by, painting).await?;
    Ok(Json(staff_reading::performance(&state.db, path.performance).await?))
}

/// Take a published performance off sale: within seconds it is not listed, nobody joins or holds
/// seats. Living holds may still be ordered, orders paid until their deadline; tickets stay valid.
/// Publishing it again puts it back.
#[utoipa::path(post, path = "/staff/v1/performances/{performance}/off-sale", tag = "staff",
    params(("performance" = PerformanceId, Path)), request_body = Reason,
    responses((status = 200, body = PerformanceInFull),
              (status = 404, description = "performance_not_found"),
              (status = 409, description = "catalog_in_use"), (status = 422, description = "catalog_invalid")))]
async fn take_off_sale(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<PerformancePath>,
    Json(body): Json<Reason>,
) -> ApiResult<Json<PerformanceInFull>> {
    drafts::take_off_sale(&state.db, path.performance, by, &body.reason).await?;
    Ok(Json(staff_reading::performance(&state.db, path.performance).await?))
}
