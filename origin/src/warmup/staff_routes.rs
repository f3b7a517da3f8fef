//! Readiness in the staff API.

use axum::extract::State;
use frontrow_shared::id::SaleId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::point::Readiness;
use super::service;
use crate::accounts::StaffCaller;
use crate::http::extract::{Json, Path, SalePath};
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// `/staff/v1/sales/{sale}/readiness` and `…/warm`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(readiness)).routes(routes!(warm))
}

/// Whether a sale is ready to open, and what is missing. Looks at everything anew and changes
/// nothing.
#[utoipa::path(get, path = "/staff/v1/sales/{sale}/readiness", tag = "staff",
    params(("sale" = SaleId, Path)),
    responses((status = 200, body = Readiness), (status = 404, description = "sale_not_found")))]
async fn readiness(
    State(state): State<AppState>,
    _: StaffCaller,
    Path(path): Path<SalePath>,
) -> ApiResult<Json<Readiness>> {
    Ok(Json(service::check(&state, path.sale).await?))
}

/// Warm a sale up: fill Redis, wake the room, fill the edge's caches; then the check list. Safe
/// to repeat.
#[utoipa::path(post, path = "/staff/v1/sales/{sale}/warm", tag = "staff",
    params(("sale" = SaleId, Path)),
    responses((status = 200, body = Readiness), (status = 404, description = "sale_not_found")))]
async fn warm(
    State(state): State<AppState>,
    StaffCaller(by): StaffCaller,
    Path(path): Path<SalePath>,
) -> ApiResult<Json<Readiness>> {
    // It is finished and written down even when the caller does not wait for it.
    let (task_state, sale) = (state.clone(), path.sale);
    let task = state.jobs.detach(async move { service::warm(&task_state, sale, Some(by)).await });
    Ok(Json(task.await.map_err(ApiError::internal)??))
}
