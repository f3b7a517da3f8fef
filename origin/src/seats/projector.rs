//! Carrying PostgreSQL's changes into Redis: at once after a commit, again until it is done,
//! and a full comparison now and then.

use frontrow_shared::id::{PerformanceId, SeatNo};
use redis::AsyncCommands as _;

use super::error::SeatsError;
use super::keys::Key;
use super::scripts::{self, Projected, ScriptError};
use super::{policy, rebuild, steady, store};
use crate::state::AppState;

/// Seats in one call of `project.lua`.
const BATCH: usize = 500;
/// Seats of one performance in one round; the rest comes in the next.
const ROUND: i64 = 2_000;

/// Projects some seats now, after the commit that changed them. What fails here is done by the
/// next round, so there is nothing for the caller to handle.
pub(super) async fn nudge(state: &AppState, performance: PerformanceId, seats: &[SeatNo]) {
    let news = async {
        let seats = store::seats_now(&state.db, performance, seats).await?;
        project(state, performance, &seats).await
    };
    if let Err(error) = news.await {
        tracing::debug!(%error, %performance, "seats are projected in the next round");
    }
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

/// Compares all seats on sale. Redis behind: projected. Redis ahead, so PostgreSQL has lost
/// commits: filled anew under a new epoch.
///
/// # Errors
/// PostgreSQL or Redis.
pub async fn compare(state: &AppState) -> Result<(), SeatsError> {
    policy::refuse_eviction(&state.redis).await?;
    for (performance, _) in store::on_sale(&state.db).await? {
        // Redis first: what is read later can only be newer.
        let mut redis = state.redis.clone();
        let truth: Vec<(SeatNo, String)> =
            redis.hgetall(Key::Truth.of(performance)).await.map_err(ScriptError::from)?;
        let known: std::collections::HashMap<SeatNo, i64> = truth
            .into_iter()
            .filter_map(|(seat, text)| Some((seat, text.split(' ').next()?.parse().ok()?)))
            .collect();
        let seats = store::all_seats(&state.db, performance).await?;
        let ahead = |seat: &Projected| known.get(&seat.seat).is_some_and(|v| *v > seat.version);
        if seats.iter().any(ahead) {
            tracing::error!(%performance, "Redis is ahead of PostgreSQL, which has lost commits");
            rebuild::forced(state, performance).await?;
            continue;
        }
        let behind: Vec<Projected> = seats
            .into_iter()
            .filter(|seat| known.get(&seat.seat).is_none_or(|v| *v < seat.version))
            .collect();
        if !behind.is_empty() {
            metrics::counter!("frontrow_seats_found_behind_total").increment(behind.len() as u64);
            project(state, performance, &behind).await?;
        }
    }
    Ok(())
}
