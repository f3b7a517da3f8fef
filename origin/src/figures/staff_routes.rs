//! Watching an on-sale. Staff and admins alike.

use axum::extract::State;
use axum::response::IntoResponse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::gather;
use super::live::Live;
use crate::accounts::StaffCaller;
use crate::http::ApiResult;
use crate::http::extract::{Json, Path, SalePath};
use crate::state::AppState;

/// `/staff/v1/sales/{sale}/live`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(live))
}

/// How an on-sale goes: now, at most a second old, and over the last fifteen minutes. Cheap
/// enough to be asked every second by many.
#[utoipa::path(get, path = "/staff/v1/sales/{sale}/live", tag = "staff",
    params(("sale" = frontrow_shared::id::SaleId, Path)),
    responses((status = 200, body = Live), (status = 404, description = "sale_not_found")))]
async fn live(
    State(state): State<AppState>,
    _: StaffCaller,
    Path(path): Path<SalePath>,
) -> ApiResult<impl IntoResponse> {
    let document = gather::document(&state, path.sale).await?;
    Ok(Json((*document).clone()))
}
