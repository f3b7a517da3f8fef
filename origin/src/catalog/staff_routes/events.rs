//! Events in the staff API.

use axum::extract::State;
use axum::response::IntoResponse;
use frontrow_shared::id::EventId;
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{PAGE, Page, PageQuery, entering};
use crate::accounts::StaffCaller;
use crate::catalog::entries::{EventForm, EventPatch};
use crate::catalog::staff_reading::{self, EventEntry};
use crate::catalog::staff_service;
use crate::http::ApiResult;
use crate::http::extract::{IdempotencyKey, Json, Path, Query};
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, enter)).routes(routes!(read, change))
}

#[derive(Deserialize)]
struct EventPath {
    event: EventId,
}

/// Events, newest first.
#[utoipa::path(get, path = "/staff/v1/events", tag = "staff", params(PageQuery<EventId>),
    responses((status = 200, body = Page<EventEntry, EventId>)))]
async fn list(
    State(state): State<AppState>,
    _: StaffCaller,
    Query(query): Query<PageQuery<EventId>>,
) -> ApiResult<impl IntoResponse> {
    let events = staff_reading::events(&state.db, query.cursor, PAGE as i64 + 1).await?;
    Ok(Json(Page::new(events, |event| event.id)))
}

/// Enter an event.
#[utoipa::path(post, path = "/staff/v1/events", tag = "staff", params(IdempotencyKey), request_body = EventForm,
    responses((status = 201, body = EventEntry), (status = 422, description = "catalog_invalid")))]
async fn enter(
    State(state): State<AppState>,
    caller: StaffCaller,
    key: IdempotencyKey,
    Json(form): Json<EventForm>,
) -> ApiResult<impl IntoResponse> {
    let id = staff_service::enter_event(&state.db, &entering(caller, key), &form).await?;
    Ok((StatusCode::CREATED, Json(staff_reading::event(&state.db, id).await?)))
}

/// An event.
#[utoipa::path(get, path = "/staff/v1/events/{event}", tag = "staff",
    params(("event" = EventId, Path)),
    responses((status = 200, body = EventEntry), (status = 404, description = "event_not_found")))]
async fn read(
    State(state): State<AppState>,
    _: StaffCaller,
    Path(path): Path<EventPath>,
) -> ApiResult<Json<EventEntry>> {
    Ok(Json(staff_reading::event(&state.db, path.event).await?))
}

/// Change an event.
#[utoipa::path(patch, path = "/staff/v1/events/{event}", tag = "staff",
    params(("event" = EventId, Path)), request_body = EventPatch,
    responses((status = 200, body = EventEntry), (status = 404, description = "event_not_found"),
              (status = 422, description = "catalog_invalid")))]
async fn change(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<EventPath>,
    Json(patch): Json<EventPatch>,
) -> ApiResult<Json<EventEntry>> {
    staff_service::change_event(&state.db, path.event, by, patch).await?;
    Ok(Json(staff_reading::event(&state.db, path.event).await?))
}
