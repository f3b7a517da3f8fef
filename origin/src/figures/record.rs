//! Writing figures down for the charts. Every replica tries; whoever is first in a span of five
//! seconds has written it.

use super::{gather, store};
use crate::http::ApiError;
use crate::state::AppState;

/// Why a round failed.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// PostgreSQL.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// Figures that could not be read, by the code of the problem.
    #[error("the figures of a sale could not be read: {0}")]
    Figures(String),
}

impl From<ApiError> for RecordError {
    fn from(error: ApiError) -> Self {
        Self::Figures(error.code().to_owned())
    }
}

/// One round: the problems answered since the last one, and every sale that is going on. A
/// sale that fails does not keep the others from being written.
///
/// # Errors
/// PostgreSQL; the last sale that failed.
pub async fn round(state: &AppState) -> Result<(), RecordError> {
    problems(state).await?;
    let mut outcome = Ok(());
    for sale in store::unrecorded(&state.db).await? {
        let recorded = async {
            let figures = gather::figures(state, sale).await?;
            store::record(&state.db, sale, &figures).await?;
            Ok::<_, RecordError>(())
        };
        if let Err(error) = recorded.await {
            outcome = Err(error);
        }
    }
    outcome
}

async fn problems(state: &AppState) -> sqlx::Result<()> {
    let counts = state.problems.take();
    if counts.is_empty() {
        return Ok(());
    }
    let written = store::add_problems(&state.db, &counts).await;
    if written.is_err() {
        state.problems.put_back(counts);
    }
    written
}

/// Throws away what is older than a day.
///
/// # Errors
/// PostgreSQL.
pub async fn clean(state: &AppState) -> Result<(), RecordError> {
    Ok(store::drop_old(&state.db).await?)
}
