//! Mail in PostgreSQL.

use frontrow_shared::id::AccountId;
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::Language;

/// A mail to be sent.
#[derive(Debug, Clone)]
pub struct NewMail<'a> {
    /// `<capability>.<what>`: who writes the text, and of what.
    pub kind: &'static str,
    /// Whose; none while it is not known whether there is an account.
    pub account: Option<AccountId>,
    /// The address.
    pub recipient: &'a str,
    /// In which language.
    pub language: Language,
    /// What the text needs; no secrets.
    pub payload: Value,
}

/// A mail that is being sent.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The mail.
    pub id: Uuid,
    /// `<capability>.<what>`.
    pub kind: String,
    /// Whose, when that is known.
    pub account: Option<AccountId>,
    /// The address.
    pub recipient: String,
    /// In which language.
    pub language: Language,
    /// What the text needs.
    pub payload: Value,
    /// Which try this is, from 1.
    pub tries: i32,
}

/// Has a mail sent once the caller's transaction is committed.
///
/// # Errors
/// What PostgreSQL says.
pub async fn post(conn: &mut PgConnection, mail: &NewMail<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into mails (id, kind, account_id, recipient, language, payload)
         values ($1, $2, $3, $4, $5, $6)",
        Uuid::now_v7(),
        mail.kind,
        mail.account.map(|account| account.0),
        mail.recipient,
        mail.language.as_str(),
        mail.payload,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets every mail of an account or to its address, sent or not.
///
/// # Errors
/// What PostgreSQL says.
pub async fn forget(
    conn: &mut PgConnection,
    account: AccountId,
    address: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from mails where account_id = $1 or lower(recipient) = lower($2)",
        account.0,
        address,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Leases the mail that waits longest: for `lease_s` nobody else takes it up.
pub(super) async fn lease(pool: &PgPool, lease_s: i32) -> sqlx::Result<Option<Waiting>> {
    let row = sqlx::query!(
        "update mails set tries = tries + 1,
                          next_try_at = frontrow_now() + make_interval(secs => $1::integer)
         where id = (select id from mails
                     where state = 'waiting' and next_try_at <= frontrow_now()
                     order by next_try_at limit 1 for update skip locked)
         returning id, kind, account_id, recipient, language, payload, tries",
        lease_s,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| Waiting {
        id: row.id,
        kind: row.kind,
        account: row.account_id.map(AccountId),
        recipient: row.recipient,
        language: Language::of(&row.language),
        payload: row.payload,
        tries: row.tries,
    }))
}

/// The mail has ended: sent, or given up for `failure`. Whom it went to and what it said need
/// not be kept.
pub(super) async fn end(pool: &PgPool, id: Uuid, failure: Option<&str>) -> sqlx::Result<()> {
    sqlx::query!(
        "update mails set state = case when $2::text is null then 'sent' else 'given_up' end,
                          failure = $2, recipient = '', payload = '{}', ended_at = frontrow_now()
         where id = $1 and state = 'waiting'",
        id,
        failure,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Try `tries` failed: the next one comes in `wait_ms`.
pub(super) async fn put_off(
    pool: &PgPool,
    (id, tries): (Uuid, i32),
    wait_ms: i64,
    failure: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update mails set next_try_at = frontrow_now() + $3 * interval '1 millisecond',
                          failure = $4
         where id = $1 and tries = $2 and state = 'waiting'",
        id,
        tries,
        f64::from(i32::try_from(wait_ms).unwrap_or(i32::MAX)),
        failure,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Drops a mail for which there is nobody.
pub(super) async fn drop(pool: &PgPool, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!("delete from mails where id = $1", id).execute(pool).await?;
    Ok(())
}

/// Drops mails that ended more than `days` ago, and those that have waited for a day: what they
/// tell is old, and whom it was for need not be kept.
pub(super) async fn sweep(pool: &PgPool, days: i32) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from mails
         where (state <> 'waiting' and ended_at < frontrow_now() - make_interval(days => $1))
            or (state = 'waiting' and created_at < frontrow_now() - interval '1 day')",
        days,
    );
    Ok(done.execute(pool).await?.rows_affected())
}
