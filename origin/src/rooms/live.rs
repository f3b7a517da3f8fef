//! Which passes have ended, remembered for a second.

use std::time::Duration;

use frontrow_shared::id::PassId;
use moka::future::Cache;

/// Most passes remembered.
const PASSES_MAX: u64 = 100_000;
/// How old an answer may be; as old as the room's own news.
const AGE: Duration = Duration::from_secs(1);

/// A pass's end as PostgreSQL said it within the last second.
pub struct LivePasses(Cache<PassId, bool>);

impl Default for LivePasses {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(PASSES_MAX).time_to_live(AGE).build())
    }
}

impl LivePasses {
    /// Whether `pass` has ended, asking `look` when nothing fresh is known. Many requests of
    /// one pass ask once.
    ///
    /// # Errors
    /// What `look` says.
    pub async fn has_ended<F>(&self, pass: PassId, look: F) -> sqlx::Result<bool>
    where
        F: Future<Output = sqlx::Result<bool>>,
    {
        match self.0.try_get_with(pass, look).await {
            Ok(ended) => Ok(ended),
            // The error is shared by all that waited; the pool's state is what matters of it.
            Err(shared) if crate::db::is_unavailable(&shared) => Err(sqlx::Error::PoolTimedOut),
            Err(shared) => Err(sqlx::Error::Protocol(shared.to_string())),
        }
    }
}
