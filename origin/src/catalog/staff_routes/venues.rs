//! Venues in the staff API.

use axum::extract::{DefaultBodyLimit, State};
use axum::response::IntoResponse;
use frontrow_shared::id::VenueId;
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{PAGE, Page, PageQuery, entering};
use crate::accounts::StaffCaller;
use crate::catalog::entries::{VenueForm, VenuePatch};
use crate::catalog::plans::{self, PlanPreview, PlanSource, SOURCE_BYTES_MAX};
use crate::catalog::staff_reading::{self, VenueEntry, VenueInFull};
use crate::catalog::staff_service;
use crate::http::ApiResult;
use crate::http::extract::{IdempotencyKey, Json, Path, Query};
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    // A plan may be a whole drawing; everything else stays small.
    let with_plan = OpenApiRouter::new()
        .routes(routes!(list, enter))
        .routes(routes!(read_plan))
        .layer(DefaultBodyLimit::max(SOURCE_BYTES_MAX));
    OpenApiRouter::new().merge(with_plan).routes(routes!(read, change))
}

#[derive(Deserialize)]
struct VenuePath {
    venue: VenueId,
}

/// Venues, newest first.
#[utoipa::path(get, path = "/staff/v1/venues", tag = "staff", params(PageQuery<VenueId>),
    responses((status = 200, body = Page<VenueEntry, VenueId>)))]
async fn list(
    State(state): State<AppState>,
    _: StaffCaller,
    Query(query): Query<PageQuery<VenueId>>,
) -> ApiResult<impl IntoResponse> {
    let venues = staff_reading::venues(&state.db, query.cursor, PAGE as i64 + 1).await?;
    Ok(Json(Page::new(venues, |venue| venue.id)))
}

/// Read a plan without storing anything: what a venue would become of it, and what to look at.
#[utoipa::path(post, path = "/staff/v1/plans/read", tag = "staff", request_body = PlanSource,
    responses((status = 200, body = PlanPreview),
              (status = 422, description = "catalog_invalid, plan_invalid")))]
async fn read_plan(_: StaffCaller, Json(plan): Json<PlanSource>) -> ApiResult<Json<PlanPreview>> {
    Ok(Json(plans::read(plan).await?))
}

/// Enter a venue with its plan, which is fixed from then on. The request may have 1 MiB.
#[utoipa::path(post, path = "/staff/v1/venues", tag = "staff", params(IdempotencyKey), request_body = VenueForm,
    responses((status = 201, body = VenueInFull),
              (status = 422, description = "catalog_invalid, plan_invalid")))]
async fn enter(
    State(state): State<AppState>,
    caller: StaffCaller,
    key: IdempotencyKey,
    Json(form): Json<VenueForm>,
) -> ApiResult<impl IntoResponse> {
    let id = staff_service::enter_venue(&state.db, &entering(caller, key), &form).await?;
    Ok((StatusCode::CREATED, Json(staff_reading::venue(&state.db, id).await?)))
}

/// A venue with its plan.
#[utoipa::path(get, path = "/staff/v1/venues/{venue}", tag = "staff",
    params(("venue" = VenueId, Path)),
    responses((status = 200, body = VenueInFull), (status = 404, description = "venue_not_found")))]
async fn read(
    State(state): State<AppState>,
    _: StaffCaller,
    Path(path): Path<VenuePath>,
) -> ApiResult<Json<VenueInFull>> {
    Ok(Json(staff_reading::venue(&state.db, path.venue).await?))
}

/// Change a venue's names.
#[utoipa::path(patch, path = "/staff/v1/venues/{venue}", tag = "staff",
    params(("venue" = VenueId, Path)), request_body = VenuePatch,
    responses((status = 200, body = VenueInFull), (status = 404, description = "venue_not_found"),
              (status = 422, description = "catalog_invalid")))]
async fn change(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<VenuePath>,
    Json(patch): Json<VenuePatch>,
) -> ApiResult<Json<VenueInFull>> {
    staff_service::change_venue(&state.db, path.venue, by, &patch).await?;
    Ok(Json(staff_reading::venue(&state.db, path.venue).await?))
}
