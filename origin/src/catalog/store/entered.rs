//! Which entry an Idempotency-Key made.

use frontrow_shared::id::AccountId;
use sqlx::PgConnection;
use uuid::Uuid;

/// What is known of a key.
pub(in crate::catalog) enum Entered {
    /// Taken now: the entry is to be made under `id`.
    New,
    /// The entry was made before.
    Before(Uuid),
    /// The key belongs to another request.
    Other,
}

/// Takes the key for an entry that is to be made under `id`. A request with the same key that
/// is under way is waited for.
pub(in crate::catalog) async fn take(
    conn: &mut PgConnection,
    by: AccountId,
    key: &str,
    request_hash: &[u8],
    id: Uuid,
) -> sqlx::Result<Entered> {
    let taken = sqlx::query!(
        "insert into catalog_entries (account_id, idempotency_key, request_hash, entry_id)
         values ($1, $2, $3, $4) on conflict do nothing",
        by.0,
        key,
        request_hash,
        id,
    );
    if taken.execute(&mut *conn).await?.rows_affected() == 1 {
        return Ok(Entered::New);
    }
    let before = sqlx::query!(
        "select entry_id, request_hash from catalog_entries
         where account_id = $1 and idempotency_key = $2",
        by.0,
        key,
    );
    let before = before.fetch_one(conn).await?;
    if before.request_hash == request_hash {
        Ok(Entered::Before(before.entry_id))
    } else {
        Ok(Entered::Other)
    }
}
