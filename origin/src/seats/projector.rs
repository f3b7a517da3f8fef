//! Carrying PostgreSQL's changes into Redis: at once after a commit, again until it is done,
//! and a full comparison now and then.

use std::sync::Arc;

use frontrow_shared::id::{PerformanceId, SeatNo};

use super::agreement::{self, Agreement};
use super::error::SeatsError;
use super::scripts::{self, Projected};
use super::{policy, rebuild, steady, store};
use crate::state::AppState;

/// Seats in one call of `project.lua`.
const BATCH: usize = 500;
/// Seats of one performance in one round; the rest comes in the next.
const ROUND: i64 = 2_000;

/// Projects some seats now, after the commit that changed them, together with those of everybody
/// who has committed meanwhile. What fails here is done by the next round, so there is nothing
/// for the caller to handle.
pub(super) async fn nudge(state: &AppState, performance: PerformanceId, seats: &[SeatNo]) {
    let nudges = state.seats.nudges.get_with(performance, async { Arc::default() }).await;
    let shared = state.clone();
    let project = move |nudges: Vec<Vec<SeatNo>>| project_now(shared.clone(), performance, nudges);
    if nudges.ask(seats.to_vec(), project).await.is_none() {
        tracing::warn!(%performance, "seats are projected in the next round: a nudge broke down");
    }
}

async fn project_now(
    state: AppState,
    performance: PerformanceId,
    nudges: Vec<Vec<SeatNo>>,
) -> Vec<()> {
    let news = async {
        let seats = store::seats_now(&state.db, performance, &nudges.concat()).await?;
        project(&state, performance, &seats).await
    };
    if let Err(error) = news.await {
        tracing::debug!(%error, %performance, "seats are projected in the next round");
    }
    vec![(); nudges.len()]
}

/// One round: every performance with news. One that fails does not keep the others waiting.
///
/// # Errors
/// PostgreSQL, or the last performance that failed.
pub async fn round(state: &AppState) -> Result<(), SeatsError> {
    let mut outcome = Ok(());
    for performance in store::behind(&state.db).await? {
        let news = async {
            let seats = store::unprojected(&state.db, performance, ROUND).await?;
            project(state, performance, &seats).await
        };
        if let Err(error) = news.await {
            outcome = Err(error);
        }
    }
    outcome
}

async fn project(
    state: &AppState,
    performance: PerformanceId,
    seats: &[Projected],
) -> Result<(), SeatsError> {
    for batch in seats.chunks(BATCH) {
        // A rebuild on the way has read these seats already; projecting them again is harmless.
        steady::run(state, performance, |mut redis, by| async move {
            scripts::project(&mut redis, performance, by.epoch, batch).await
        })
        .await?;
        store::mark_projected(&state.db, performance, batch).await?;
    }
    Ok(())
}

/// Compares all seats on sale and mends what differs. One performance that fails does not keep
/// the others waiting.
///
/// # Errors
/// PostgreSQL, or the last performance that failed.
pub async fn compare(state: &AppState) -> Result<(), SeatsError> {
    policy::refuse_eviction(&state.redis).await?;
    let mut outcome = Ok(());
    for (performance, _) in store::on_sale(&state.db).await? {
        if let Err(error) = mend(state, performance).await {
            outcome = Err(error);
        }
    }
    outcome
}

/// Compares a performance and mends what differs. Nothing there: filled. Redis behind:
/// projected. Redis ahead, so PostgreSQL has lost commits, or otherwise wrong: filled anew
/// under a new epoch.
///
/// # Errors
/// PostgreSQL or Redis.
pub(super) async fn mend(
    state: &AppState,
    performance: PerformanceId,
) -> Result<Agreement, SeatsError> {
    rebuild::if_moved(state, performance).await?;
    rebuild::keep(state, performance).await?;
    let found = agreement::look(state, performance).await?;
    if !found.filled {
        rebuild::once(state, performance).await?;
    } else if found.ahead > 0 || found.differing > 0 {
        tracing::error!(%performance, ahead = found.ahead, differing = found.differing,
            "Redis is ahead of PostgreSQL, which has lost commits, or differs from it");
        rebuild::forced(state, performance, found.epoch).await?;
    } else if !found.behind.is_empty() {
        metrics::counter!("frontrow_seats_found_behind_total").increment(found.behind.len() as u64);
        project(state, performance, &found.behind).await?;
    }
    Ok(found)
}
