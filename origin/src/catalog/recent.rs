//! What was read within the last second, so that a crowd asks PostgreSQL once.

use std::sync::Arc;
use std::time::Duration;

use frontrow_shared::id::{PerformanceId, SaleId};
use moka::future::Cache;

use super::error::CatalogError;
use super::plan::Plan;
use super::show::{Grade, Show};

/// How old an answer may be.
const AGE: Duration = Duration::from_secs(1);
/// Most shows remembered.
const SHOWS_MAX: u64 = 2_000;
/// Most plans remembered; each has some hundred kilobytes in memory.
const PLANS_MAX: u64 = 100;

/// The name under which a show is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ShowKey {
    /// By what is performed.
    Performance(PerformanceId),
    /// By what is sold.
    Sale(SaleId),
}

/// The catalog's memory. Unknown names are remembered too: guessing costs PostgreSQL nothing.
pub struct Recent {
    pub(super) shows: Cache<ShowKey, Option<Arc<Show>>>,
    pub(super) grades: Cache<PerformanceId, Arc<Vec<Grade>>>,
    /// Plans never change, so they have no age.
    pub(super) plans: Cache<PerformanceId, Arc<Plan>>,
}

impl Default for Recent {
    fn default() -> Self {
        Self {
            shows: Cache::builder().max_capacity(SHOWS_MAX).time_to_live(AGE).build(),
            grades: Cache::builder().max_capacity(SHOWS_MAX).time_to_live(AGE).build(),
            plans: Cache::new(PLANS_MAX),
        }
    }
}

/// The error of a read that several requests waited for.
pub(super) fn shared(error: Arc<CatalogError>) -> CatalogError {
    match Arc::try_unwrap(error) {
        Ok(error) => error,
        Err(error) => match error.as_ref() {
            // What the caller did wrong is told to each of them.
            CatalogError::PerformanceNotFound => CatalogError::PerformanceNotFound,
            CatalogError::SaleNotFound => CatalogError::SaleNotFound,
            _ => CatalogError::Shared(error),
        },
    }
}
