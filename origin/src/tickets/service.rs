//! Showing a ticket to its owner.

use frontrow_shared::id::{AccountId, TicketId};

use super::store::{self, TicketRow};
use super::{TicketError, qr};
use crate::state::AppState;

/// The ticket, when it belongs to `account`.
///
/// # Errors
/// [`TicketError::NotFound`] also for somebody else's ticket; PostgreSQL.
pub async fn own(
    state: &AppState,
    account: AccountId,
    ticket: TicketId,
) -> Result<TicketRow, TicketError> {
    store::own(&state.db, account, ticket).await?.ok_or(TicketError::NotFound)
}

/// The QR code of a valid ticket, as SVG.
///
/// # Errors
/// As [`own`]; also [`TicketError::NotFound`] for a ticket that opens no door any more.
pub async fn qr(
    state: &AppState,
    account: AccountId,
    ticket: TicketId,
) -> Result<String, TicketError> {
    let ticket = own(state, account, ticket).await?;
    if ticket.state != "valid" {
        return Err(TicketError::NotFound);
    }
    Ok(qr::svg_of(&ticket.code)?)
}
