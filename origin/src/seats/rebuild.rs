//! Filling Redis with a performance, from PostgreSQL.
//!
//! The order of steps keeps a change that commits meanwhile from being lost: Redis forgets and
//! refuses projections first, then PostgreSQL is read, then Redis is filled and opened. What
//! commits after the reading stays unprojected and is projected when Redis is open again.
//!
//! All of it is one transaction that has the lock: it asks for no second connection, which a
//! pool that is busy waiting for this lock could not give. An epoch that it raises is seen by
//! nobody before the end; who meets it in Redis earlier waits for the lock.

use frontrow_shared::id::PerformanceId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::SeatsError;
use super::keys::Key;
use super::memory::shared;
use super::scripts::{self, RebuildStep, ScriptError};
use super::store;
use crate::clock;
use crate::state::AppState;

/// Seats in one fill; a multiple of 4, some milliseconds of Redis's time.
const FILL: usize = 1_000;
/// Redis may forget a performance that nobody has filled or compared for so long, ms: 60 days.
/// Whatever is on sale is compared each minute, so it is never forgotten under a living hold.
const KEEP_MS: i64 = 60 * 24 * 3_600_000;

/// Rebuilds if Redis does not have the performance at PostgreSQL's epoch. Those who ask at the
/// same time wait for one rebuild; replicas take turns.
///
/// # Errors
/// Redis or PostgreSQL; `Rebuilding` when another rebuild got in between.
pub(super) async fn once(state: &AppState, performance: PerformanceId) -> Result<(), SeatsError> {
    let work = Box::pin(rebuild(state, performance, false));
    state.seats.rebuilds.try_get_with(performance, work).await.map_err(shared)
}

/// Puts off the moment at which Redis may forget a performance: the filling set it once, and the
/// sale may begin long after that.
///
/// # Errors
/// Redis.
pub(super) async fn keep(state: &AppState, performance: PerformanceId) -> Result<(), SeatsError> {
    let expire_at_ms = clock::wall().0 + KEEP_MS;
    let mut pipe = redis::pipe();
    for key in [Key::Meta, Key::Truth, Key::Map] {
        pipe.pexpire_at(key.of(performance), expire_at_ms).ignore();
    }
    pipe.query_async::<()>(&mut state.redis.clone()).await.map_err(ScriptError::from)?;
    Ok(())
}

/// Looks whether the Redis that answers is the one that was filled. After a restart or a
/// failover it may have lost holds, or have old ones: the epoch rises and everything is filled
/// anew, once for all replicas.
///
/// # Errors
/// Redis or PostgreSQL.
pub(super) async fn if_moved(
    state: &AppState,
    performance: PerformanceId,
) -> Result<(), SeatsError> {
    let home = scripts::home(&mut state.redis.clone(), performance).await?;
    if home.filled_on.is_none_or(|filled_on| filled_on == home.here) {
        return Ok(());
    }
    rebuild(state, performance, true).await
}

/// Raises the epoch and fills anew, whatever Redis has; unless somebody else has raised it since
/// it was `seen`, whose filling has mended what was found.
///
/// # Errors
/// Redis or PostgreSQL.
pub(super) async fn forced(
    state: &AppState,
    performance: PerformanceId,
    seen: i64,
) -> Result<(), SeatsError> {
    let _turn = state.seats.rebuilding.acquire().await;
    let mut tx = state.db.begin().await?;
    store::lock_rebuild(&mut tx, performance).await?;
    let standing = store::standing(&mut *tx, performance).await?;
    if standing.is_none_or(|standing| standing.epoch != seen) {
        return Ok(());
    }
    store::raise_epoch(&mut tx, performance).await?;
    fill(state, &mut tx, performance).await?;
    done(state, tx, performance).await
}

async fn rebuild(
    state: &AppState,
    performance: PerformanceId,
    moved: bool,
) -> Result<(), SeatsError> {
    let _turn = state.seats.rebuilding.acquire().await;
    let mut tx = state.db.begin().await?;
    store::lock_rebuild(&mut tx, performance).await?;
    // Another replica may have done it while this one waited.
    let home = scripts::home(&mut state.redis.clone(), performance).await?;
    let here = home.filled_on.as_ref() == Some(&home.here);
    if moved {
        if here {
            return Ok(());
        }
        store::raise_epoch(&mut tx, performance).await?;
    } else if here && is_open(state, &mut tx, performance).await? {
        return Ok(());
    }
    fill(state, &mut tx, performance).await?;
    done(state, tx, performance).await
}

/// Lets go of the lock, and of what was known of before.
async fn done(
    state: &AppState,
    tx: sqlx::Transaction<'_, sqlx::Postgres>,
    performance: PerformanceId,
) -> Result<(), SeatsError> {
    tx.commit().await?;
    state.seats.standings.invalidate(&performance).await;
    state.seats.maps.invalidate(&performance).await;
    Ok(())
}

/// Whether Redis has the performance, filled and at PostgreSQL's epoch.
async fn is_open(
    state: &AppState,
    conn: &mut PgConnection,
    performance: PerformanceId,
) -> Result<bool, SeatsError> {
    let Some(standing) = store::standing(conn, performance).await? else { return Ok(false) };
    let map = scripts::map(&mut state.redis.clone(), performance, standing.epoch).await;
    Ok(map.is_ok())
}

async fn fill(
    state: &AppState,
    conn: &mut PgConnection,
    performance: PerformanceId,
) -> Result<(), SeatsError> {
    let mut redis = state.redis.clone();
    let Some(standing) = store::standing(&mut *conn, performance).await? else {
        return Err(SeatsError::Catalog(crate::catalog::CatalogError::PerformanceNotFound));
    };
    let started = std::time::Instant::now();
    let token = Uuid::new_v4().simple().to_string();
    let home = scripts::home(&mut redis, performance).await?.here;
    let count = store::count(&mut *conn, performance).await?;
    let mut steps = true;
    let begin = RebuildStep::Begin { epoch: standing.epoch, seats: count, home: &home };
    steps &= scripts::rebuild(&mut redis, performance, &token, begin).await?;

    let seats = store::all_seats(&mut *conn, performance).await?;
    let dense = (0..).zip(&seats).all(|(n, seat)| seat.seat == n);
    if !dense || i32::try_from(seats.len()) != Ok(count) {
        return Err(SeatsError::Gaps);
    }
    for run in seats.chunks(FILL) {
        steps &= scripts::rebuild(&mut redis, performance, &token, RebuildStep::Fill(run)).await?;
    }
    let finish = RebuildStep::Finish { expire_at_ms: clock::wall().0 + KEEP_MS };
    steps &= scripts::rebuild(&mut redis, performance, &token, finish).await?;
    if !steps {
        return Err(SeatsError::Rebuilding);
    }
    store::mark_projected(conn, performance, &seats).await?;
    metrics::counter!("frontrow_seat_rebuilds_total").increment(1);
    tracing::info!(%performance, seats = count, epoch = standing.epoch,
        ms = started.elapsed().as_millis(), "filled the seat map");
    Ok(())
}
