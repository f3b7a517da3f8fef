//! What an Idempotency-Key made: the one mechanism of everything that a POST enters.
//!
//! A key belongs to a person. Their same request under it gets what the first one made; another
//! request is refused; another person's key is another key. The key is taken in the transaction
//! that makes the thing, so that what came to nothing leaves it free.
//!
//! Holds, orders and attempts keep their keys themselves: Redis answers the one, and the rows of
//! the others carry them.

use frontrow_shared::id::AccountId;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// How long a key is known, in days: far beyond every retry.
const KEPT_DAYS: i32 = 30;
/// Most that are deleted by one statement.
const FORGET: i64 = 1_000;

/// Whose intent it is, and the client's name of it.
#[derive(Debug, Clone, Copy)]
pub struct Intent<'a> {
    /// The person.
    pub by: AccountId,
    /// Their Idempotency-Key.
    pub key: &'a str,
}

/// What a key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is new: the thing is to be made under this id.
    New(Uuid),
    /// The same request made this before.
    Before(Uuid),
}

/// Why a key cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum IntentError {
    /// The person used it for another request.
    #[error("this Idempotency-Key was used for another request; take a new one")]
    Reused,
    /// PostgreSQL.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

/// Takes the key for `request`, a `kind` of thing to make. A request under the same key that is
/// under way is waited for.
///
/// # Errors
/// A key that was used for something else; PostgreSQL.
pub async fn take<R: Serialize + Sync>(
    conn: &mut PgConnection,
    intent: Intent<'_>,
    kind: &str,
    request: &R,
) -> Result<Taken, IntentError> {
    let id = Uuid::now_v7();
    let request = serde_json::to_vec(&(kind, request)).unwrap_or_default(); // forms always serialise
    let hash = Sha256::digest(&request).to_vec();
    let taken = sqlx::query!(
        "insert into catalog_entries (account_id, idempotency_key, request_hash, entry_id)
         values ($1, $2, $3, $4) on conflict do nothing",
        intent.by.0,
        intent.key,
        hash,
        id,
    );
    if taken.execute(&mut *conn).await?.rows_affected() == 1 {
        return Ok(Taken::New(id));
    }
    let before = sqlx::query!(
        "select entry_id, request_hash from catalog_entries
         where account_id = $1 and idempotency_key = $2",
        intent.by.0,
        intent.key,
    );
    let before = before.fetch_one(conn).await?;
    if before.request_hash == hash {
        Ok(Taken::Before(before.entry_id))
    } else {
        Err(IntentError::Reused)
    }
}

/// Forgets keys that nobody can be trying again any more; what they made stays.
///
/// # Errors
/// What PostgreSQL says.
pub async fn forget(pool: &PgPool) -> sqlx::Result<u64> {
    let forgotten = sqlx::query!(
        "delete from catalog_entries where (account_id, idempotency_key) in (
           select account_id, idempotency_key from catalog_entries
           where created_at < frontrow_now() - make_interval(days => $1)
           order by created_at limit $2 for update skip locked)",
        KEPT_DAYS,
        FORGET,
    );
    Ok(forgotten.execute(pool).await?.rows_affected())
}
