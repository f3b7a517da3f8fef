//! Reading without holding up other requests: a plan may have a mebibyte.

use tokio::sync::Semaphore;

use super::{PlanPreview, PlanSource};
use crate::catalog::CatalogError;

/// How many plans are read at once: a drawing made to take long may not have all processors,
/// which buyers need.
const READERS_MAX: usize = 2;
static READERS: Semaphore = Semaphore::const_new(READERS_MAX);

/// Reads a plan; nothing is stored.
///
/// # Errors
/// A field that cannot be taken, lines that cannot be read.
pub async fn read(plan: PlanSource) -> Result<PlanPreview, CatalogError> {
    Ok(aside(plan, PlanSource::read).await??)
}

/// Reads what has a plan in it on a thread of its own, once one of [`READERS_MAX`] is free.
///
/// # Errors
/// A task that ended early.
pub(in crate::catalog) async fn aside<F: Send + 'static, T: Send + 'static>(
    form: F,
    read: fn(&F) -> T,
) -> Result<T, CatalogError> {
    let permit = READERS.acquire().await.ok(); // nobody closes it
    let reading = tokio::task::spawn_blocking(move || {
        // Kept here: the reading goes on when the request goes away.
        let _permit = permit;
        read(&form)
    });
    Ok(reading.await?)
}
