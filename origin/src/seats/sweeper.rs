//! Ending holds that have run out, and noticing another Redis.

use frontrow_shared::id::{PerformanceId, SaleId};

use super::error::SeatsError;
use super::scripts::{self, DueHold};
use super::{rebuild, steady, store};
use crate::rooms;
use crate::state::AppState;

/// Holds ended in one call; a full answer is followed by another call.
const BATCH: usize = 100;

/// One round over everything on sale. One performance that fails does not keep the others
/// waiting.
///
/// # Errors
/// PostgreSQL, or the last performance that failed.
pub async fn round(state: &AppState) -> Result<(), SeatsError> {
    let mut outcome = Ok(());
    for (performance, sale) in store::on_sale(&state.db).await? {
        let both = async {
            rebuild::if_moved(state, performance).await?;
            sweep(state, performance, sale).await
        };
        if let Err(error) = both.await {
            outcome = Err(error);
        }
    }
    outcome
}

/// Ends the holds of a performance that have run out. Their buyers let the time pass without an
/// order, so their passes end too, and before the holds are gone: a round that breaks off in
/// between finds them again.
///
/// # Errors
/// PostgreSQL or Redis.
pub(super) async fn sweep(
    state: &AppState,
    performance: PerformanceId,
    sale: SaleId,
) -> Result<(), SeatsError> {
    loop {
        let due = steady::run(state, performance, |mut redis, by| async move {
            scripts::due(&mut redis, performance, (by.offset_ms, by.epoch), BATCH).await
        })
        .await?;
        if due.is_empty() {
            return Ok(());
        }
        end_passes(state, sale, &due).await?;
        let named = &due;
        let ended = steady::run(state, performance, |mut redis, by| async move {
            scripts::sweep(&mut redis, performance, (by.offset_ms, by.epoch), named).await
        })
        .await?;
        metrics::counter!("frontrow_holds_lapsed_total").increment(ended.unsigned_abs());
        if due.len() < BATCH {
            return Ok(());
        }
    }
}

async fn end_passes(state: &AppState, sale: SaleId, due: &[DueHold]) -> Result<(), SeatsError> {
    let passes: Vec<_> = due.iter().filter_map(|hold| hold.pass).collect();
    let mut tx = state.db.begin().await?;
    rooms::service::end_lapsed(&mut tx, sale, passes).await?;
    Ok(tx.commit().await?)
}
