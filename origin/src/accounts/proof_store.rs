//! Mailed links in PostgreSQL, and what they change.

use frontrow_shared::id::AccountId;
use sqlx::{PgConnection, PgPool};

use super::mail_token::Purpose;

/// Keeps the hash of a new link; one of the same purpose that was mailed before is void.
pub(super) async fn put(
    conn: &mut PgConnection,
    account: AccountId,
    purpose: Purpose,
    hash: &[u8; 32],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into account_mail_tokens (account_id, kind, token_hash, expires_at)
         values ($1, $2, $3, frontrow_now() + make_interval(mins => $4))
         on conflict (account_id, kind) do update
         set token_hash = excluded.token_hash, expires_at = excluded.expires_at,
             created_at = frontrow_now()",
        account.0,
        purpose.as_str(),
        hash.as_slice(),
        purpose.minutes(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The address of whose link has this hash, while it is good.
pub(super) async fn peek(
    pool: &PgPool,
    purpose: Purpose,
    hash: &[u8; 32],
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select a.email from account_mail_tokens t join accounts a on a.id = t.account_id
         where t.kind = $1 and t.token_hash = $2 and t.expires_at > frontrow_now()",
        purpose.as_str(),
        hash.as_slice(),
    )
    .fetch_optional(pool)
    .await
}

/// Uses a link up: whose it was, while it was good. Of two at once one gets it.
pub(super) async fn take(
    conn: &mut PgConnection,
    purpose: Purpose,
    hash: &[u8; 32],
) -> sqlx::Result<Option<AccountId>> {
    let row = sqlx::query!(
        r#"delete from account_mail_tokens where kind = $1 and token_hash = $2
           returning account_id, expires_at > frontrow_now() as "good!""#,
        purpose.as_str(),
        hash.as_slice(),
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.filter(|row| row.good).map(|row| AccountId(row.account_id)))
}

/// Voids every link of an account.
pub(super) async fn void_all(conn: &mut PgConnection, account: AccountId) -> sqlx::Result<()> {
    sqlx::query!("delete from account_mail_tokens where account_id = $1", account.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// The owner reads mail at the address: that is proved from now on.
pub(super) async fn set_verified(conn: &mut PgConnection, account: AccountId) -> sqlx::Result<()> {
    sqlx::query!(
        "update accounts set email_verified_at = coalesce(email_verified_at, frontrow_now())
         where id = $1 and withdrawn_at is null",
        account.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives the account another password.
pub(super) async fn set_password(
    conn: &mut PgConnection,
    account: AccountId,
    hash: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update accounts set password_hash = $2 where id = $1 and withdrawn_at is null",
        account.0,
        hash,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives the account another password in place of the one of hash `old`; whether it was that.
pub(super) async fn replace_password(
    conn: &mut PgConnection,
    account: AccountId,
    (old, new): (&str, &str),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update accounts set password_hash = $3
         where id = $1 and password_hash = $2 and withdrawn_at is null",
        account.0,
        old,
        new,
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// The password hash of an account; `None` where there is no such account.
pub(super) async fn password_of(
    pool: &PgPool,
    account: AccountId,
) -> sqlx::Result<Option<Option<String>>> {
    sqlx::query_scalar!(
        "select password_hash from accounts where id = $1 and withdrawn_at is null",
        account.0
    )
    .fetch_optional(pool)
    .await
}
