//! Outside sign-ins in PostgreSQL.

use frontrow_shared::id::AccountId;
use sqlx::{PgConnection, PgPool};

use super::issuer::Secrets;
use super::linking::Local;
use crate::accounts::Email;

/// Minutes that somebody may take at the issuer.
pub(super) const FLOW_MINUTES: i32 = 10;

/// A sign-in that came back.
pub(super) struct Flow {
    pub(super) nonce: String,
    pub(super) verifier: String,
    pub(super) return_to: String,
}

/// Remembers a sign-in that begins; forgets those that were never finished.
pub(super) async fn begin(
    pool: &PgPool,
    hash: &[u8; 32],
    provider: &str,
    secrets: &Secrets,
    return_to: &str,
) -> sqlx::Result<()> {
    sqlx::query!("delete from account_outside_flows where expires_at < frontrow_now()")
        .execute(pool)
        .await?;
    sqlx::query!(
        "insert into account_outside_flows
             (state_hash, provider, nonce, verifier, return_to, expires_at)
         values ($1, $2, $3, $4, $5, frontrow_now() + make_interval(mins => $6))",
        hash.as_slice(),
        provider,
        secrets.nonce,
        secrets.verifier,
        return_to,
        FLOW_MINUTES,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Takes a sign-in out, once; nothing if it was never begun, was used, or has run out.
pub(super) async fn take(
    pool: &PgPool,
    hash: &[u8; 32],
    provider: &str,
) -> sqlx::Result<Option<Flow>> {
    let row = sqlx::query!(
        r#"delete from account_outside_flows where state_hash = $1 and provider = $2
           returning nonce, verifier, return_to, expires_at > frontrow_now() as "good!""#,
        hash.as_slice(),
        provider,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.filter(|row| row.good).map(|row| Flow {
        nonce: row.nonce,
        verifier: row.verifier,
        return_to: row.return_to,
    }))
}

/// The account that a subject was linked with. The link is held until the session stands: a reset
/// meanwhile waits and ends it, or is waited for and leaves no link.
pub(super) async fn linked(
    conn: &mut PgConnection,
    provider: &str,
    subject: &str,
) -> sqlx::Result<Option<AccountId>> {
    let account = sqlx::query_scalar!(
        "select account_id from account_outside_sign_ins where provider = $1 and subject = $2
         for share",
        provider,
        subject,
    );
    Ok(account.fetch_optional(conn).await?.map(AccountId))
}

/// The account of an address, held so that it neither closes nor changes meanwhile.
pub(super) async fn local(conn: &mut PgConnection, email: &Email) -> sqlx::Result<Option<Local>> {
    let row = sqlx::query!(
        r#"select id, email_verified_at is not null as "verified!",
                  not (roles <@ '{buyer}') as "has_power!"
           from accounts where lower(email) = lower($1) and withdrawn_at is null for update"#,
        email.as_str(),
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| Local {
        account: AccountId(row.id),
        verified: row.verified,
        has_power: row.has_power,
    }))
}

/// Links a subject with an account.
pub(super) async fn link(
    conn: &mut PgConnection,
    provider: &str,
    subject: &str,
    account: AccountId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into account_outside_sign_ins (provider, subject, account_id) values ($1, $2, $3)
         on conflict (provider, subject) do nothing",
        provider,
        subject,
        account.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Unlinks everything from an account.
pub(in crate::accounts) async fn unlink_all(
    conn: &mut PgConnection,
    account: AccountId,
) -> sqlx::Result<()> {
    sqlx::query!("delete from account_outside_sign_ins where account_id = $1", account.0)
        .execute(conn)
        .await?;
    Ok(())
}
