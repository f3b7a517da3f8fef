//! Moves of state machines as guarded updates.
//!
//! The pure machine says whether a move may be; the update names the state that it leaves, so
//! that of two who move the same row one finds nothing to update. Either refusal is an error
//! and a metric: callers lock and look first, so neither should happen.

use sqlx::postgres::PgQueryResult;

/// A move that the machine does not have, or that somebody else made first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("illegal move of {machine} from {from} to {to}")]
pub struct IllegalMove {
    /// What was to move, such as `order`.
    pub machine: &'static str,
    /// The state that it was thought to be in.
    pub from: &'static str,
    /// The state that it was to get.
    pub to: &'static str,
}

/// Why a row did not move.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The move may not be.
    #[error(transparent)]
    Illegal(#[from] IllegalMove),
    /// PostgreSQL.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl IllegalMove {
    /// An error if the machine does not have the move.
    ///
    /// # Errors
    /// This one, when `may` is false.
    pub fn unless(
        may: bool,
        machine: &'static str,
        from: &'static str,
        to: &'static str,
    ) -> Result<(), Self> {
        if may { Ok(()) } else { Err(Self { machine, from, to }.counted()) }
    }

    /// An error if the guarded update found nothing to move.
    ///
    /// # Errors
    /// This one, unless exactly one row moved.
    pub fn unless_moved(
        done: &PgQueryResult,
        machine: &'static str,
        from: &'static str,
        to: &'static str,
    ) -> Result<(), Self> {
        Self::unless(done.rows_affected() == 1, machine, from, to)
    }

    fn counted(self) -> Self {
        metrics::counter!("frontrow_illegal_moves_total",
            "machine" => self.machine, "from" => self.from, "to" => self.to)
        .increment(1);
        tracing::error!(machine = self.machine, from = self.from, to = self.to, "illegal move");
        self
    }
}
