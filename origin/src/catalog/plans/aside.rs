//! Reading without holding up other requests: a plan may have a mebibyte.

use super::{PlanPreview, PlanSource};
use crate::catalog::CatalogError;

/// Reads a plan; nothing is stored.
///
/// # Errors
/// A field that cannot be taken, lines that cannot be read.
pub async fn read(plan: PlanSource) -> Result<PlanPreview, CatalogError> {
    Ok(aside(plan, PlanSource::read).await??)
}

/// Reads what has a plan in it on a thread of its own.
///
/// # Errors
/// A task that ended early.
pub(in crate::catalog) async fn aside<F: Send + 'static, T: Send + 'static>(
    form: F,
    read: fn(&F) -> T,
) -> Result<T, CatalogError> {
    Ok(tokio::task::spawn_blocking(move || read(&form)).await?)
}
