//! How seats can be refused, and the problem that each refusal becomes.

use std::sync::Arc;

use frontrow_shared::id::{HoldId, OrderId, SeatNo};
use frontrow_shared::problem::Code;
use frontrow_shared::seatmap::MapError;

use super::policy::PolicyError;
use super::scripts::ScriptError;
use crate::catalog::{CatalogError, WindowError};
use crate::http::ApiError;

/// Why a seat, or a hold, was not to be had.
#[derive(Debug, thiserror::Error)]
pub enum SeatsError {
    /// No seat was named.
    #[error("no seat was named; choose at least one")]
    NoSeats,
    /// More seats than one hold may have.
    #[error("at most {max} seats can be held at once; choose fewer")]
    TooMany {
        /// The most.
        max: i16,
    },
    /// A seat was named twice.
    #[error("seat {seat} was named twice")]
    Duplicate {
        /// Which.
        seat: String,
    },
    /// There is no such seat.
    #[error("this performance has no seat {seat}")]
    Unknown {
        /// Which.
        seat: String,
    },
    /// Somebody else has some of the seats.
    #[error("{} of the seats are not free; choose others", .seats.len())]
    Taken {
        /// Which.
        seats: Vec<SeatNo>,
    },
    /// Not this buyer, or not now.
    #[error(transparent)]
    Window(#[from] WindowError),
    /// The buyer holds other seats of this performance.
    #[error("you hold other seats; release that hold first")]
    Holding {
        /// The hold.
        hold: HoldId,
    },
    /// The Idempotency-Key was used for other seats.
    #[error("this Idempotency-Key was used for other seats; take a new one")]
    KeyReused,
    /// The hold has run out, or Redis has lost it.
    #[error("your hold has run out or was lost; choose seats again")]
    HoldLost,
    /// The hold has run out, and the pass that it was taken under has ended with it.
    #[error("your hold has run out and your turn with it; join the line again")]
    PassEnded,
    /// The buyer has no hold here.
    #[error("you hold no seats here")]
    HoldNotFound,
    /// The buyer has used the one extension.
    #[error("a hold can be extended once; go on to the order")]
    NotExtendable,
    /// Redis is being filled anew.
    #[error("the seat map is being rebuilt")]
    Rebuilding,
    /// An order's seats are not in the state that the move starts from.
    #[error("the seats of {order} are not {wanted}")]
    NotInState {
        /// Whose seats.
        order: OrderId,
        /// The state that they should be in.
        wanted: &'static str,
    },
    /// PostgreSQL's rows of a performance are not seats 0 to n-1.
    #[error("the seats of the performance are not numbered without gaps")]
    Gaps,
    /// Redis's map is not one of this performance.
    #[error(transparent)]
    Map(#[from] MapError),
    /// Redis forgets holds when its memory is short.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// Redis.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// The catalog.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// PostgreSQL.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// What another request, which asked for the same at the same time, was told.
    #[error("{0}")]
    Shared(Arc<SeatsError>),
}

impl From<SeatsError> for ApiError {
    fn from(error: SeatsError) -> Self {
        let text = error.to_string();
        let code = |code| Self::new(code).detail(text.as_str());
        match error {
            SeatsError::NoSeats => code(Code::NoSeats),
            SeatsError::TooMany { max } => code(Code::TooManySeats).with("max_seats", max),
            SeatsError::Duplicate { .. } => code(Code::DuplicateSeats),
            SeatsError::Unknown { .. } => code(Code::UnknownSeat),
            SeatsError::Taken { seats } => code(Code::SeatTaken).with("seats", seats),
            SeatsError::Window(error) => error.into(),
            SeatsError::Holding { hold } => {
                code(Code::AlreadyHolding).with("hold", hold.to_string())
            }
            SeatsError::KeyReused => code(Code::IdempotencyKeyReused),
            SeatsError::HoldLost => code(Code::HoldLost),
            SeatsError::PassEnded => code(Code::PassEnded),
            SeatsError::HoldNotFound => code(Code::HoldNotFound),
            SeatsError::NotExtendable => code(Code::HoldNotExtendable),
            SeatsError::Rebuilding
            | SeatsError::Script(ScriptError::Rebuild | ScriptError::Stale { .. }) => {
                Self::new(Code::SeatsRebuilding).retry_after(1)
            }
            SeatsError::Script(ScriptError::Redis(error)) => Self::unavailable(error)
                .detail("Seats cannot be chosen for the moment; what is ordered is safe."),
            SeatsError::Catalog(error) => error.into(),
            SeatsError::Database(error) => error.into(),
            SeatsError::Shared(shared) => match shared.as_ref() {
                SeatsError::Rebuilding => Self::new(Code::SeatsRebuilding).retry_after(1),
                SeatsError::Script(ScriptError::Redis(_)) => Self::unavailable(text),
                SeatsError::Database(cause) if crate::db::is_unavailable(cause) => {
                    Self::unavailable(text)
                }
                SeatsError::Catalog(CatalogError::PerformanceNotFound) => {
                    Self::new(Code::PerformanceNotFound)
                }
                _ => Self::internal(text),
            },
            SeatsError::NotInState { .. }
            | SeatsError::Gaps
            | SeatsError::Map(_)
            | SeatsError::Policy(_)
            | SeatsError::Script(ScriptError::Unreadable { .. }) => Self::internal(error),
        }
    }
}
