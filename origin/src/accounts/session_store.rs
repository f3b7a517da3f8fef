//! An account's sessions in PostgreSQL, as their owner sees them.

use frontrow_shared::id::{AccountId, SessionId};
use sqlx::{PgExecutor, PgPool};

use super::session::Session;
use super::sessions::OwnSession;

/// Most sessions that are listed.
const LISTED_MAX: i64 = 100;

/// How long a session that has ended is kept, in days: its owner may ask when it was.
const KEPT_DAYS: i32 = 30;
/// Most that are deleted by one statement.
const FORGET: i64 = 1_000;

/// Whether the session is of this account and has not ended.
pub(super) async fn lives<'c, E: PgExecutor<'c>>(db: E, own: Session) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from sessions where id = $1 and account_id = $2
               and ended_at is null and expires_at > frontrow_now()) as "lives!""#,
        own.id.0,
        own.account.0,
    )
    .fetch_one(db)
    .await
}

/// The living sessions, the last used first.
pub(super) async fn living(pool: &PgPool, own: Session) -> sqlx::Result<Vec<OwnSession>> {
    let rows = sqlx::query!(
        "select id, created_at, rotated_at, device from sessions
         where account_id = $1 and ended_at is null and expires_at > frontrow_now()
         order by rotated_at desc, id desc limit $2",
        own.account.0,
        LISTED_MAX,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OwnSession {
            id: SessionId(row.id),
            created_at: row.created_at,
            last_used_at: row.rotated_at,
            device: row.device,
            current: row.id == own.id.0,
        })
        .collect())
}

/// Ends a session of the account; whether there was one to end.
pub(super) async fn end(
    pool: &PgPool,
    account: AccountId,
    session: SessionId,
) -> sqlx::Result<bool> {
    let ended = sqlx::query!(
        "update sessions set ended_at = frontrow_now()
         where id = $1 and account_id = $2 and ended_at is null and expires_at > frontrow_now()",
        session.0,
        account.0,
    );
    Ok(ended.execute(pool).await?.rows_affected() == 1)
}

/// Whether a session was begun, by a sign-in, within the last `minutes`.
pub(super) async fn began_within(
    pool: &PgPool,
    session: SessionId,
    minutes: i32,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from sessions where id = $1
               and created_at > frontrow_now() - make_interval(mins => $2)) as "fresh!""#,
        session.0,
        minutes,
    )
    .fetch_one(pool)
    .await
}

/// Forgets sessions that ended long ago; how many.
///
/// # Errors
/// What PostgreSQL says.
pub async fn forget(pool: &PgPool) -> sqlx::Result<u64> {
    let forgotten = sqlx::query!(
        "delete from sessions where id in (
           select id from sessions
           where least(ended_at, expires_at) < frontrow_now() - make_interval(days => $1)
           limit $2 for update skip locked)",
        KEPT_DAYS,
        FORGET,
    );
    Ok(forgotten.execute(pool).await?.rows_affected())
}
