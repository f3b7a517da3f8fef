//! Ending holds that have run out, and noticing another Redis.

use frontrow_shared::id::{PerformanceId, SaleId};

use super::error::SeatsError;
use super::scripts::{self, Swept};
use super::{rebuild, steady, store};
use crate::rooms::{self, EndReason};
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
/// order, so their passes end too.
///
/// # Errors
/// PostgreSQL or Redis.
pub(super) async fn sweep(
    state: &AppState,
    performance: PerformanceId,
    sale: SaleId,
) -> Result<(), SeatsError> {
    loop {
        let swept = steady::run(state, performance, |mut redis, by| async move {
            scripts::sweep(&mut redis, performance, (by.offset_ms, by.epoch), BATCH).await
        })
        .await?;
        end_passes(state, sale, &swept).await?;
        if swept.len() < BATCH {
            return Ok(());
        }
    }
}

async fn end_passes(state: &AppState, sale: SaleId, swept: &[Swept]) -> Result<(), SeatsError> {
    if swept.is_empty() {
        return Ok(());
    }
    metrics::counter!("frontrow_holds_lapsed_total").increment(swept.len() as u64);
    // In one order everywhere, so that two replicas cannot wait for each other.
    let mut passes: Vec<_> = swept.iter().filter_map(|hold| hold.pass).collect();
    passes.sort_unstable();
    let mut tx = state.db.begin().await?;
    for pass in passes {
        rooms::service::end_pass(&mut tx, sale, pass, EndReason::HoldLapsed).await?;
    }
    Ok(tx.commit().await?)
}
