//! The map of all seats as browsers get it.

use std::sync::Arc;

use frontrow_shared::id::PerformanceId;
use frontrow_shared::seatmap::{self, SeatMap, SeatState};

use super::error::SeatsError;
use super::layout::Layout;
use super::memory::shared;
use super::{scripts, steady};
use crate::catalog;
use crate::state::AppState;

/// A map, rendered once for everybody who asks within a second.
#[derive(Debug)]
pub(super) struct ServedMap {
    /// Names these states and no others.
    pub(super) etag: String,
    /// How many seats are in holds.
    pub(super) held: u32,
    /// The document.
    pub(super) map: SeatMap,
}

/// The map of a performance on sale, at most a second old.
///
/// # Errors
/// No such performance; `Rebuilding`; Redis or PostgreSQL.
pub(super) async fn served(
    state: &AppState,
    performance: PerformanceId,
) -> Result<Arc<ServedMap>, SeatsError> {
    let read = async {
        let layout = layout(state, performance).await?;
        let (bytes, epoch) = steady::run(state, performance, |mut redis, by| async move {
            Ok((scripts::map(&mut redis, performance, by.epoch).await?, by.epoch))
        })
        .await?;
        let version = u64::try_from(bytes.version).unwrap_or(0);
        let epoch = u64::try_from(epoch).unwrap_or(0);
        let map = SeatMap::new(version, epoch, &bytes.bytes, &layout.sections)?;
        let states = seatmap::unpack(&bytes.bytes, layout.sections.len())?;
        let held = states.iter().filter(|state| **state == SeatState::Held).count();
        let held = u32::try_from(held).unwrap_or(u32::MAX);
        Ok(Arc::new(ServedMap { etag: format!("\"{epoch}-{version}\""), held, map }))
    };
    state.seats.maps.try_get_with(performance, Box::pin(read)).await.map_err(shared)
}

/// Where the seats of a performance are.
///
/// # Errors
/// No such performance; PostgreSQL.
pub(super) async fn layout(
    state: &AppState,
    performance: PerformanceId,
) -> Result<Arc<Layout>, SeatsError> {
    let read = async {
        let plan = Box::pin(catalog::service::plan(state, performance)).await?;
        Ok(Arc::new(Layout::new(&plan)))
    };
    state.seats.layouts.try_get_with(performance, read).await.map_err(shared)
}
