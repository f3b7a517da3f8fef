//! What can go wrong with tickets.

use frontrow_shared::problem::Code;

use crate::http::ApiError;

/// Why a ticket could not be shown or moved.
#[derive(Debug, thiserror::Error)]
pub enum TicketError {
    /// It does not exist or belongs to somebody else.
    #[error("you have no such ticket")]
    NotFound,
    /// The seat has a live ticket already: the last guard held.
    #[error("seat {0} has a ticket already")]
    SeatTicketed(i32),
    /// A QR code could not be drawn.
    #[error(transparent)]
    Qr(#[from] qrcode::types::QrError),
    /// PostgreSQL.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl From<TicketError> for ApiError {
    fn from(error: TicketError) -> Self {
        match error {
            TicketError::NotFound => Self::new(Code::TicketNotFound).detail(error.to_string()),
            TicketError::Sql(sql) => Self::from(sql),
            TicketError::SeatTicketed(_) | TicketError::Qr(_) => Self::internal(error),
        }
    }
}
