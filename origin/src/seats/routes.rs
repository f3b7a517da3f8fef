//! Choosing seats: all of it needs a pass for the sale, holding needs a sign-in too.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frontrow_shared::id::{HoldId, SaleId, SeatNo};
use frontrow_shared::seatmap::SeatMap;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::hold_document::Hold;
use super::service::{self, Buyer, LiveHold};
use super::{SeatsError, map};
use crate::catalog::{self, SaleInfo};
use crate::http::extract::{Admission, Caller, IdempotencyKey, Json, Path};
use crate::http::{ApiError, ApiResult, etag};
use crate::state::AppState;

/// `/api/v1/sales/{sale}/seats` and `…/holds…`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(seats))
        .routes(routes!(hold))
        .routes(routes!(mine))
        .routes(routes!(extend))
        .routes(routes!(release))
}

/// Which seats are wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldRequest {
    /// Seat numbers, each once.
    #[schema(value_type = std::collections::BTreeSet<u32>, min_items = 1, max_items = 20)]
    pub seats: Vec<SeatNo>,
}

/// The hold of a path.
#[derive(Debug, Clone, Copy, Deserialize)]
struct HoldPath {
    hold: HoldId,
}

/// The state of every seat, fresh to the second.
#[utoipa::path(get, path = "/api/v1/sales/{sale}/seats", tag = "seats",
    params(("sale" = SaleId, Path)),
    responses((status = 200, body = SeatMap), (status = 304),
        (status = 404, description = "performance_not_found"),
        (status = 503, description = "seats_rebuilding")))]
async fn seats(
    State(state): State<AppState>,
    admission: Admission,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let sale = service::sale(&state, admission.sale).await?;
    let served = map::served(&state, sale.performance).await?;
    let tag = HeaderValue::try_from(served.etag.as_str()).map_err(ApiError::internal)?;
    let known = etag::is_known(&headers, &tag);
    let second = HeaderValue::from_static("private, max-age=1");
    let caching = [(header::CACHE_CONTROL, second), (header::ETAG, tag)];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, Json(&served.map)).into_response())
}

/// Hold seats, all of them or none.
#[utoipa::path(post, path = "/api/v1/sales/{sale}/holds", tag = "seats",
    params(("sale" = SaleId, Path), IdempotencyKey),
    request_body = HoldRequest,
    responses((status = 201, body = Hold), (status = 403, description = "membership_required"),
        (status = 404, description = "performance_not_found"),
        (status = 409, description = "seat_taken, already_holding, hold_lost, sale_not_open, \
            sale_over"),
        (status = 422, description = "no_seats, too_many_seats, duplicate_seats, unknown_seat"),
        (status = 503, description = "seats_rebuilding")))]
async fn hold(
    State(state): State<AppState>,
    admission: Admission,
    Caller(account): Caller,
    IdempotencyKey(key): IdempotencyKey,
    Json(request): Json<HoldRequest>,
) -> ApiResult<Response> {
    let sale = service::sale(&state, admission.sale).await?;
    let buyer = Buyer { account, pass: admission.pass };
    let live = service::hold(&state, &sale, buyer, &request.seats, &key).await?;
    let hold = document(&state, &sale, &live).await?;
    Ok((StatusCode::CREATED, private(), Json(hold)).into_response())
}

/// The caller's live hold.
#[utoipa::path(get, path = "/api/v1/sales/{sale}/holds/mine", tag = "seats",
    params(("sale" = SaleId, Path)),
    responses((status = 200, body = Hold),
        (status = 404, description = "hold_not_found, performance_not_found"),
        (status = 503, description = "seats_rebuilding")))]
async fn mine(
    State(state): State<AppState>,
    admission: Admission,
    Caller(account): Caller,
) -> ApiResult<Response> {
    let sale = service::sale(&state, admission.sale).await?;
    let live = service::mine(&state, sale.performance, account).await?;
    Ok((private(), Json(document(&state, &sale, &live).await?)).into_response())
}

/// Three more minutes, once.
#[utoipa::path(post, path = "/api/v1/sales/{sale}/holds/{hold}/extend", tag = "seats",
    params(("sale" = SaleId, Path), ("hold" = HoldId, Path)),
    responses((status = 200, body = Hold),
        (status = 404, description = "performance_not_found"),
        (status = 409, description = "hold_lost, hold_not_extendable"),
        (status = 503, description = "seats_rebuilding")))]
async fn extend(
    State(state): State<AppState>,
    admission: Admission,
    Caller(account): Caller,
    Path(path): Path<HoldPath>,
) -> ApiResult<Response> {
    let sale = service::sale(&state, admission.sale).await?;
    let live = service::extend(&state, sale.performance, account, path.hold).await?;
    Ok((private(), Json(document(&state, &sale, &live).await?)).into_response())
}

/// Give seats back. Says the same when they are back already.
#[utoipa::path(delete, path = "/api/v1/sales/{sale}/holds/{hold}", tag = "seats",
    params(("sale" = SaleId, Path), ("hold" = HoldId, Path)),
    responses((status = 204), (status = 404, description = "performance_not_found"),
        (status = 503, description = "seats_rebuilding")))]
async fn release(
    State(state): State<AppState>,
    admission: Admission,
    Caller(account): Caller,
    Path(path): Path<HoldPath>,
) -> ApiResult<StatusCode> {
    let sale = service::sale(&state, admission.sale).await?;
    service::release(&state, sale.performance, account, path.hold).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn document(state: &AppState, sale: &SaleInfo, live: &LiveHold) -> Result<Hold, SeatsError> {
    let layout = map::layout(state, sale.performance).await?;
    let grades = catalog::service::prices(state, sale.performance).await?;
    Hold::new(sale, live, &layout, &grades)
}

/// A hold is its buyer's own business.
fn private() -> [(header::HeaderName, HeaderValue); 1] {
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))]
}
