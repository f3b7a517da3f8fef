//! What buyers do with tickets.

use axum::extract::State;
use axum::response::IntoResponse;
use frontrow_shared::id::{OrderId, SeatNo, TicketId};
use http::header;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::catalog::{Caption, service as catalog};
use crate::http::ApiResult;
use crate::http::extract::{Caller, Json, Path};
use crate::state::AppState;

/// The buyers' routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(one)).routes(routes!(qr))
}

/// The ticket of a path.
#[derive(Debug, Deserialize, IntoParams)]
pub struct TicketPath {
    /// `tkt_…`
    pub ticket: TicketId,
}

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ticket)]
pub struct TicketView {
    /// Its id.
    pub id: TicketId,
    /// The order that paid for it.
    pub order_id: OrderId,
    /// What the QR code says: 32 letters and digits. Whoever shows it gets in.
    pub code: String,
    /// `valid`, `suspended` (a refund is under way) or `void`.
    pub state: String,
    /// The seat within its performance.
    pub seat_no: SeatNo,
    /// Section.
    pub section: String,
    /// Row.
    pub row: String,
    /// Seat.
    pub label: String,
    /// Price class.
    pub grade: String,
    /// What it is for.
    pub performance: Caption,
}

/// One of my tickets.
///
/// # Errors
/// `ticket_not_found`.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}", tag = "tickets", params(TicketPath),
    responses((status = 200, body = TicketView), (status = 404, description = "ticket_not_found")))]
pub async fn one(
    State(state): State<AppState>,
    Caller(account): Caller,
    Path(path): Path<TicketPath>,
) -> ApiResult<impl IntoResponse> {
    let ticket = service::own(&state, account, path.ticket).await?;
    let view = TicketView {
        id: ticket.id,
        order_id: ticket.order,
        code: ticket.code,
        state: ticket.state,
        seat_no: ticket.seat.seat_no,
        section: ticket.seat.section,
        row: ticket.seat.row,
        label: ticket.seat.label,
        grade: ticket.seat.grade,
        performance: catalog::caption(&state, ticket.performance).await?,
    };
    Ok(Json(view))
}

/// The QR code of one of my valid tickets, as SVG.
///
/// # Errors
/// `ticket_not_found`, also for a ticket that is suspended or void.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/qr.svg", tag = "tickets",
    params(TicketPath),
    responses((status = 200, body = String, content_type = "image/svg+xml"),
        (status = 404, description = "ticket_not_found")))]
pub async fn qr(
    State(state): State<AppState>,
    Caller(account): Caller,
    Path(path): Path<TicketPath>,
) -> ApiResult<impl IntoResponse> {
    let svg = service::qr(&state, account, path.ticket).await?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg))
}
