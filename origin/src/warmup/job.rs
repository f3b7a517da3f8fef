//! Warming by itself what is about to open.

use time::Duration;

use super::{service, store};
use crate::state::AppState;

/// How soon a sale is warmed again that is not ready …
const AGAIN: Duration = Duration::seconds(15);
/// … and one that is: Redis may be wiped, dates changed, keys turned meanwhile.
const AGAIN_READY: Duration = Duration::seconds(60);

/// How old a check may be to be told: it is repeated after a minute, and may wait for a lease and
/// a round before it.
const AGE_MAX: Duration = Duration::minutes(3);

/// How long a round goes on taking up sales; what is due after that waits for the next.
const ROUND: std::time::Duration = std::time::Duration::from_secs(30);

/// One round: sales that open soon and are due, one after another; each is leased, so that
/// replicas share them. It ends at once when the process is to stop.
///
/// # Errors
/// PostgreSQL. Whatever else is missing stands in the result.
pub async fn round(state: &AppState) -> sqlx::Result<()> {
    let ahead = Duration::minutes(state.config.warmup_minutes.into());
    let (stop, started) = (state.jobs.stopping(), std::time::Instant::now());
    while started.elapsed() < ROUND
        && let Some(sale) = store::lease(&state.db, ahead).await?
    {
        let Some(warmed) = stop.run_until_cancelled(Box::pin(service::warmed(state, sale))).await
        else {
            return Ok(());
        };
        let Some(found) = warmed? else { continue };
        let again = if found.ready { AGAIN_READY } else { AGAIN };
        store::remember(&mut *state.db.acquire().await?, sale, &found, again).await?;
        if !found.ready {
            let missing = found.missing().join(", ");
            tracing::warn!(%sale, missing, "a sale that opens soon is not ready; `frontrow sale check` says what to do");
        }
    }
    // From the table, so that every replica tells the same. The exporter forgets no series: of
    // what is not known any more it is to say so, which alarms nobody and soothes nobody.
    for (sale, ready) in store::remembered(&state.db, ahead, AGE_MAX).await? {
        let told = ready.map_or(f64::NAN, |ready| f64::from(u8::from(ready)));
        metrics::gauge!("frontrow_sale_ready", "sale" => sale.to_string()).set(told);
    }
    Ok(())
}
