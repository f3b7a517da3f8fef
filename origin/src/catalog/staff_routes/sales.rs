//! Sales in the staff API.

use axum::extract::State;
use axum::response::IntoResponse;
use frontrow_shared::id::SaleId;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{PAGE, Page, PageQuery, entering};
use crate::accounts::StaffCaller;
use crate::catalog::entries::{SaleForm, SalePatch};
use crate::catalog::staff_reading::{self, SaleEntry};
use crate::catalog::staff_sales_service;
use crate::http::ApiResult;
use crate::http::extract::{IdempotencyKey, Json, Path, Query, SalePath};
use crate::state::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, enter))
        .routes(routes!(read, change))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(set_cap))
}

/// How many passes of a sale may be alive at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CapBody {
    /// 0 to 1,000,000.
    #[schema(minimum = 0, maximum = 1_000_000)]
    cap: i32,
}

/// Sales, newest first.
#[utoipa::path(get, path = "/staff/v1/sales", tag = "staff", params(PageQuery<SaleId>),
    responses((status = 200, body = Page<SaleEntry, SaleId>)))]
async fn list(
    State(state): State<AppState>,
    _: StaffCaller,
    Query(query): Query<PageQuery<SaleId>>,
) -> ApiResult<impl IntoResponse> {
    let sales = staff_reading::sales(&state.db, query.cursor, PAGE as i64 + 1).await?;
    Ok(Json(Page::new(sales, |sale| sale.id)))
}

/// Enter the sale of a performance.
#[utoipa::path(post, path = "/staff/v1/sales", tag = "staff", params(IdempotencyKey), request_body = SaleForm,
    responses((status = 201, body = SaleEntry), (status = 404, description = "performance_not_found"),
              (status = 422, description = "catalog_invalid")))]
async fn enter(
    State(state): State<AppState>,
    caller: StaffCaller,
    key: IdempotencyKey,
    Json(form): Json<SaleForm>,
) -> ApiResult<impl IntoResponse> {
    let id = staff_sales_service::enter_sale(&state.db, &entering(caller, key), &form).await?;
    Ok((StatusCode::CREATED, Json(staff_reading::sale(&state.db, id).await?)))
}

/// A sale.
#[utoipa::path(get, path = "/staff/v1/sales/{sale}", tag = "staff",
    params(("sale" = SaleId, Path)),
    responses((status = 200, body = SaleEntry), (status = 404, description = "sale_not_found")))]
async fn read(
    State(state): State<AppState>,
    _: StaffCaller,
    Path(path): Path<SalePath>,
) -> ApiResult<Json<SaleEntry>> {
    Ok(Json(staff_reading::sale(&state.db, path.sale).await?))
}

/// Change the windows of a sale or its room, such as its cap. The room follows in seconds.
#[utoipa::path(patch, path = "/staff/v1/sales/{sale}", tag = "staff",
    params(("sale" = SaleId, Path)), request_body = SalePatch,
    responses((status = 200, body = SaleEntry), (status = 404, description = "sale_not_found"),
              (status = 422, description = "catalog_invalid")))]
async fn change(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<SalePath>,
    Json(patch): Json<SalePatch>,
) -> ApiResult<Json<SaleEntry>> {
    staff_sales_service::change_sale(&state.db, path.sale, Some(by), patch).await?;
    Ok(Json(staff_reading::sale(&state.db, path.sale).await?))
}

/// Pause a sale: from the next sync of its room on, within two seconds, nobody is called or let
/// in. Whoever is inside stays and may buy; windows of those called stand still. Doing it again
/// changes nothing.
#[utoipa::path(post, path = "/staff/v1/sales/{sale}/pause", tag = "staff",
    params(("sale" = SaleId, Path)),
    responses((status = 200, body = SaleEntry), (status = 404, description = "sale_not_found"),
              (status = 422, description = "catalog_invalid")))]
async fn pause(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<SalePath>,
) -> ApiResult<Json<SaleEntry>> {
    staff_sales_service::pause_sale(&state.db, path.sale, by).await?;
    Ok(Json(staff_reading::sale(&state.db, path.sale).await?))
}

/// Resume a paused sale in the mode that it had before. One that is not paused stays as it is.
#[utoipa::path(post, path = "/staff/v1/sales/{sale}/resume", tag = "staff",
    params(("sale" = SaleId, Path)),
    responses((status = 200, body = SaleEntry), (status = 404, description = "sale_not_found")))]
async fn resume(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<SalePath>,
) -> ApiResult<Json<SaleEntry>> {
    staff_sales_service::resume_sale(&state.db, path.sale, by).await?;
    Ok(Json(staff_reading::sale(&state.db, path.sale).await?))
}

/// Set how many passes may be alive at once, in force within two seconds. Nobody inside is sent
/// out: a lower cap lets nobody in until enough have left.
#[utoipa::path(put, path = "/staff/v1/sales/{sale}/cap", tag = "staff",
    params(("sale" = SaleId, Path)), request_body = CapBody,
    responses((status = 200, body = SaleEntry), (status = 404, description = "sale_not_found"),
              (status = 422, description = "catalog_invalid")))]
async fn set_cap(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<SalePath>,
    Json(body): Json<CapBody>,
) -> ApiResult<Json<SaleEntry>> {
    staff_sales_service::cap_sale(&state.db, path.sale, by, body.cap).await?;
    Ok(Json(staff_reading::sale(&state.db, path.sale).await?))
}
