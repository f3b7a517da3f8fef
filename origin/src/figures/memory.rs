//! Figures, remembered for a second: many who watch one sale cost as much as one.

use std::sync::Arc;
use std::time::Duration;

use frontrow_shared::id::SaleId;
use moka::future::Cache;

use super::gather::Figures;
use super::live::Live;

/// Most sales remembered.
const SALES_MAX: u64 = 500;
/// How old they may be.
const AGE: Duration = Duration::from_secs(1);

/// The memory.
pub struct FiguresMemory {
    pub(super) figures: Cache<SaleId, Arc<Figures>>,
    pub(super) documents: Cache<SaleId, Arc<Live>>,
}

impl Default for FiguresMemory {
    fn default() -> Self {
        Self { figures: recent(), documents: recent() }
    }
}

fn recent<V: Clone + Send + Sync + 'static>() -> Cache<SaleId, V> {
    Cache::builder().max_capacity(SALES_MAX).time_to_live(AGE).build()
}
