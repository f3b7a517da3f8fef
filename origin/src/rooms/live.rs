//! Which passes have ended, remembered for a second.

use std::sync::Arc;
use std::time::Duration;

use frontrow_shared::id::PassId;
use moka::future::Cache;
use sqlx::PgPool;

use super::pass_store;
use crate::gathered::Gathered;

/// Most passes remembered.
const PASSES_MAX: u64 = 100_000;
/// How old an answer may be; as old as the room's own news.
const AGE: Duration = Duration::from_secs(1);

/// Passes' ends as PostgreSQL said them within the last second.
pub struct LivePasses {
    known: Cache<PassId, bool>,
    asking: Gathered<PassId, Result<bool, Arc<sqlx::Error>>>,
}

impl Default for LivePasses {
    fn default() -> Self {
        let known = Cache::builder().max_capacity(PASSES_MAX).time_to_live(AGE).build();
        Self { known, asking: Gathered::default() }
    }
}

impl LivePasses {
    /// Whether `pass` has ended, asking PostgreSQL when nothing fresh is known: once for many
    /// requests of one pass, and for many passes together.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub async fn has_ended(&self, db: &PgPool, pass: PassId) -> sqlx::Result<bool> {
        let look = async {
            let db = db.clone();
            let answer = self.asking.ask(pass, move |passes| look_up(db.clone(), passes)).await;
            answer.unwrap_or_else(|| Err(Arc::new(sqlx::Error::WorkerCrashed)))
        };
        match self.known.try_get_with(pass, look).await {
            Ok(ended) => Ok(ended),
            // The error is shared by all that waited; the pool's state is what matters of it.
            Err(shared) if crate::db::is_unavailable(&shared) => Err(sqlx::Error::PoolTimedOut),
            Err(shared) => Err(sqlx::Error::Protocol(shared.to_string())),
        }
    }
}

async fn look_up(db: PgPool, passes: Vec<PassId>) -> Vec<Result<bool, Arc<sqlx::Error>>> {
    let ended = pass_store::ended_of(&db, &passes).await.map_err(Arc::new);
    let answer = |pass: &PassId| Ok(ended.as_ref().map_err(Arc::clone)?.contains(pass));
    passes.iter().map(answer).collect()
}
