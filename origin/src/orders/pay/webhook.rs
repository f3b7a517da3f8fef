//! A webhook says "go and look", and so does one that was left behind.
//!
//! Everybody can send one. So it has places of its own to look in, few of them, and takes none
//! from those who pay.

use http::HeaderMap;

use super::found;
use crate::orders::{OrderError, store};
use crate::payments::attempts::{self, AttemptRow};
use crate::payments::inbox::{self, Waiting};
use crate::payments::refunds;
use crate::state::AppState;

/// How many of a core's looks may be under way at once.
pub const LOOKS_AT_ONCE: usize = 8;

/// Takes a webhook in. One that names no attempt of ours is counted and leaves nothing.
///
/// # Errors
/// PostgreSQL; the provider then sends it again.
pub(super) async fn take_in(
    state: &AppState,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), OrderError> {
    let provider = state.provider.name();
    let Some(name) = inbox::subject(body) else {
        ignored("no_subject");
        return Ok(());
    };
    let attempt = attempts::by_provider_order(&state.db, provider, &name).await?;
    let Some(attempt) = attempt else {
        ignored("no_attempt");
        return Ok(());
    };
    let row = inbox::ask(&state.db, provider, attempt.id, headers, body).await?;
    // Nothing to take: another looks at it and will once more, or this minute's share is used up.
    let Some(waiting) = inbox::take(&state.db, Some(row), 1).await?.pop() else { return Ok(()) };
    let task_state = state.clone();
    state.jobs.detach(async move {
        if let Err(error) = look(&task_state, waiting).await {
            tracing::warn!(webhook = %row, %error, "a webhook is looked at again");
        }
    });
    Ok(())
}

fn ignored(why: &'static str) {
    metrics::counter!("frontrow_webhooks_ignored_total", "why" => why).increment(1);
}

/// Looks while somebody asks for it and the minute's share lasts.
async fn look(state: &AppState, first: Waiting) -> Result<(), OrderError> {
    let mut next = Some(first);
    while let Some(waiting) = next {
        if !act(state, &waiting).await? {
            break;
        }
        next = inbox::take(&state.db, Some(waiting.id), 1).await?.pop();
    }
    Ok(())
}

/// Acts upon a webhook. True when another about the same came meanwhile.
///
/// # Errors
/// PostgreSQL, a silent provider; it is looked at again.
pub async fn act(state: &AppState, webhook: &Waiting) -> Result<bool, OrderError> {
    let Ok(_place) = state.looks.acquire().await else { return Ok(false) };
    let name = webhook.provider_order_id.as_deref().unwrap_or_default();
    let attempt = attempts::by_provider_order(&state.db, state.provider.name(), name).await?;
    let Some(attempt) = attempt else { return Ok(inbox::done(&state.db, webhook, false).await?) };
    let before = standing(state, &attempt).await?;
    found::look(state, &attempt).await?;
    let changed = standing(state, &attempt).await? != before;
    if !changed {
        ignored("nothing_new");
    }
    Ok(inbox::done(&state.db, webhook, changed).await?)
}

/// How an attempt, its order and its money stand here.
async fn standing(
    state: &AppState,
    attempt: &AttemptRow,
) -> Result<impl PartialEq + use<>, OrderError> {
    let order = store::read(&state.db, attempt.order, None).await?.state;
    let mut conn = state.db.acquire().await?;
    let returned = refunds::returned(&mut conn, attempt.id).await?.amount;
    let covered = refunds::covers(&mut conn, attempt.id).await?;
    let attempt = attempts::get(&mut *conn, attempt.id).await?.state;
    Ok((order, attempt, returned, covered))
}
