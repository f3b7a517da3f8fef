//! Forgetting what nobody needs any more: once an hour, on every replica, in small batches that
//! skip what another replica has in hand. `docs/OPERATIONS.md` says of each table what bounds it.
//!
//! Money, orders, tickets, the books and the audit log stay. Each capability decides in its own
//! store what of its tables is old.

use std::time::Duration;

use crate::state::AppState;
use crate::{accounts, intents, outbox, payments, rooms};

/// Most batches of one table in a round: the rest comes an hour later.
const BATCHES: u32 = 1_000;

/// Starts the job.
pub fn start_jobs(state: &AppState) {
    let app = state.clone();
    state.jobs.every("forget_old", Duration::from_secs(3_600), move || {
        let app = app.clone();
        async move { round(&app).await }
    });
}

/// One round.
///
/// # Errors
/// PostgreSQL.
pub async fn round(state: &AppState) -> sqlx::Result<()> {
    let db = &state.db;
    drained("webhook_inbox", || payments::inbox::forget(db)).await?;
    drained("outbox", || outbox::forget(db)).await?;
    drained("passes", || rooms::service::forget_passes(db)).await?;
    drained("sessions", || accounts::forget_sessions(db)).await?;
    drained("catalog_entries", || intents::forget(db)).await
}

/// Batch after batch until one has nothing more to do.
async fn drained<F>(table: &'static str, batch: impl Fn() -> F) -> sqlx::Result<()>
where
    F: Future<Output = sqlx::Result<u64>>,
{
    for _ in 0..BATCHES {
        let forgotten = batch().await?;
        if forgotten == 0 {
            break;
        }
        metrics::counter!("frontrow_rows_forgotten_total", "table" => table).increment(forgotten);
    }
    Ok(())
}
