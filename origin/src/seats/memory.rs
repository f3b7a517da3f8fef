//! What the seats capability keeps in memory for a moment.

use std::sync::Arc;
use std::time::Duration;

use frontrow_shared::id::{PerformanceId, SeatNo};
use moka::future::Cache;
use tokio::sync::Semaphore;

use super::error::SeatsError;
use super::layout::Layout;
use super::map::ServedMap;
use crate::gathered::Gathered;

/// How old a served map, and what is known of an epoch, may be.
const AGE: Duration = Duration::from_secs(1);
/// How long a finished rebuild counts as news: just long enough for those who waited for it.
const REBUILD_NEWS: Duration = Duration::from_millis(1);
/// Most performances remembered.
const PERFORMANCES_MAX: u64 = 500;

/// What a script has to be told beside its call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The hold epoch in force.
    pub epoch: i64,
    /// What is added to Redis's clock; zero outside tests.
    pub offset_ms: i64,
}

/// The memory.
pub struct SeatsMemory {
    pub(super) maps: Cache<PerformanceId, Arc<ServedMap>>,
    pub(super) standings: Cache<PerformanceId, Standing>,
    /// Layouts never change, so they have no age.
    pub(super) layouts: Cache<PerformanceId, Arc<Layout>>,
    /// One rebuild of a performance at a time in this process.
    pub(super) rebuilds: Cache<PerformanceId, ()>,
    /// One rebuild at a time of whatever performance: each holds a connection to PostgreSQL
    /// while it asks for another, and a pool full of them would wait for ever.
    pub(super) rebuilding: Semaphore,
    /// Seats to project, of all that have just committed.
    pub(super) nudges: Cache<PerformanceId, Arc<Gathered<Vec<SeatNo>, ()>>>,
}

impl SeatsMemory {
    /// An empty memory. Where tests move the clock nothing of it is remembered.
    #[must_use]
    pub fn new(clock_moves: bool) -> Self {
        let recent = Cache::builder().max_capacity(PERFORMANCES_MAX).time_to_live(AGE);
        let age = if clock_moves { Duration::ZERO } else { AGE };
        Self {
            maps: recent.build(),
            standings: Cache::builder().max_capacity(PERFORMANCES_MAX).time_to_live(age).build(),
            layouts: Cache::new(PERFORMANCES_MAX),
            rebuilds: Cache::builder()
                .max_capacity(PERFORMANCES_MAX)
                .time_to_live(REBUILD_NEWS)
                .build(),
            rebuilding: Semaphore::new(1),
            nudges: Cache::new(PERFORMANCES_MAX),
        }
    }
}

/// The error of work that several requests waited for.
pub(super) fn shared(error: Arc<SeatsError>) -> SeatsError {
    Arc::try_unwrap(error).unwrap_or_else(SeatsError::Shared)
}
