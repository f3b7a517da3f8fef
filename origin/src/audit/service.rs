//! Writing acts down, and looking them up.

use frontrow_shared::id::AuditId;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::store::{self, Wanted};
use super::{Act, AuditPage};
use crate::http::layers;

/// Entries on a page.
const PAGE: usize = 50;

/// Writes an act down in the transaction that does it, with the request that asked for it.
///
/// # Errors
/// What PostgreSQL says; the act is then not to be done.
pub async fn record(conn: &mut PgConnection, act: Act) -> sqlx::Result<()> {
    let id = AuditId(Uuid::now_v7());
    store::insert(conn, id, &act, layers::current_request()).await
}

/// The acts that are wanted, newest first.
///
/// # Errors
/// What PostgreSQL says.
pub(super) async fn page(
    db: &PgPool,
    wanted: &Wanted,
    cursor: Option<AuditId>,
) -> sqlx::Result<AuditPage> {
    let mut items = store::page(db, wanted, cursor, PAGE as i64 + 1).await?;
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    let next_cursor = items.last().filter(|_| more).map(|entry| entry.id);
    Ok(AuditPage { items, next_cursor })
}
