//! What staff enter: one form a kind, with what it may say, and the patch that changes it.

mod event;
mod performance;
mod sale;
mod venue;

pub use event::{EventForm, EventPatch};
pub use performance::{GradeForm, GradePatch, PerformanceForm, PerformancePatch};
pub(super) use performance::{dates, limits};
pub use sale::{PresaleForm, SaleForm, SaleMode, SalePatch};
pub use venue::{SectionForm, VenueForm, VenuePatch};

use serde::{Deserialize, Deserializer};

/// Tells a field that is `null` (take it away) from one that is absent (leave it).
fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
