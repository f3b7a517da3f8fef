//! Running a script so that a lost or moved Redis heals under the caller.

use frontrow_shared::id::PerformanceId;

use super::error::SeatsError;
use super::memory::{Standing, shared};
use super::scripts::ScriptError;
use super::{rebuild, store};
use crate::catalog::CatalogError;
use crate::redis::RedisHandle;
use crate::state::AppState;

/// The epoch and clock offset that scripts are told, at most a second old.
///
/// # Errors
/// No such performance; PostgreSQL.
pub(super) async fn standing(
    state: &AppState,
    performance: PerformanceId,
) -> Result<Standing, SeatsError> {
    let read = async {
        let standing = store::standing(&state.db, performance).await?;
        standing.ok_or(SeatsError::Catalog(CatalogError::PerformanceNotFound))
    };
    state.seats.standings.try_get_with(performance, read).await.map_err(shared)
}

/// Runs a script. When Redis has lost the performance it is rebuilt, when the epoch has moved
/// on it is read anew, and the script runs once more.
///
/// # Errors
/// What the script says; `Rebuilding` when the second try finds no better state.
pub(super) async fn run<T, F, R>(
    state: &AppState,
    performance: PerformanceId,
    call: F,
) -> Result<T, SeatsError>
where
    F: Fn(RedisHandle, Standing) -> R,
    R: Future<Output = Result<T, ScriptError>> + Send,
{
    let known = standing(state, performance).await?;
    match call(state.redis.clone(), known).await {
        Ok(answer) => return Ok(answer),
        Err(error) => Box::pin(heal(state, performance, error)).await?,
    }
    let known = standing(state, performance).await?;
    match call(state.redis.clone(), known).await {
        Ok(answer) => Ok(answer),
        Err(ScriptError::Rebuild | ScriptError::Stale { .. }) => Err(SeatsError::Rebuilding),
        Err(error) => Err(error.into()),
    }
}

async fn heal(
    state: &AppState,
    performance: PerformanceId,
    error: ScriptError,
) -> Result<(), SeatsError> {
    match error {
        ScriptError::Rebuild => rebuild::once(state, performance).await,
        ScriptError::Stale { epoch } => {
            state.seats.standings.invalidate(&performance).await;
            // The epoch that PostgreSQL has is the right one, whichever is larger.
            if standing(state, performance).await?.epoch == epoch {
                Ok(())
            } else {
                rebuild::once(state, performance).await
            }
        }
        other => Err(other.into()),
    }
}
