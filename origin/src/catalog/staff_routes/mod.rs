//! What staff enter and read, on the internal listener. Every route takes
//! [`crate::accounts::StaffCaller`]; POST takes an Idempotency-Key and answers 201.

mod drafts;
mod events;
mod performances;
mod sales;
mod venues;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use super::staff_service::Entering;
use crate::accounts::StaffCaller;
use crate::http::extract::IdempotencyKey;
use crate::state::AppState;

/// Entries on a page.
const PAGE: usize = 50;

/// `/staff/v1/{venues,events,performances,sales}…`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(venues::routes())
        .merge(events::routes())
        .merge(performances::routes())
        .merge(sales::routes())
        .merge(drafts::routes())
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct PageQuery<I: ToSchema> {
    /// `next_cursor` of the page before; absent for the first.
    cursor: Option<I>,
}

/// A page of entries, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct Page<T, I> {
    items: Vec<T>,
    /// For the next page; null on the last.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<I>,
}

impl<T, I> Page<T, I> {
    /// Makes a page of up to one more than [`PAGE`] entries.
    fn new(mut items: Vec<T>, id: impl Fn(&T) -> I) -> Self {
        let more = items.len() > PAGE;
        items.truncate(PAGE);
        let next_cursor = items.last().filter(|_| more).map(id);
        Self { items, next_cursor }
    }
}

fn entering(caller: StaffCaller, key: IdempotencyKey) -> Entering {
    Entering { by: caller.0, key: key.0 }
}
