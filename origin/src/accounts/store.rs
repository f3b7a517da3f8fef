//! Accounts and sessions in PostgreSQL.

use frontrow_shared::id::{AccountId, SessionId};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::Email;
use super::person::Person;
use super::roles::Role;
use crate::mail::Language;

/// Days for which an unused session lives.
pub(super) const SESSION_DAYS: i32 = 30;

/// Hours for which a session of the staff API lives: a working day. Its tokens can do more than
/// a buyer's, and no cookie guards them.
const STAFF_HOURS: i32 = 12;

/// An account as the person sees it.
#[derive(Debug, Clone)]
pub(super) struct AccountRow {
    pub(super) id: Uuid,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) membership_grade: i16,
    pub(super) roles: Vec<String>,
    pub(super) language: String,
    pub(super) email_verified: bool,
    pub(super) has_password: bool,
    pub(super) providers: Vec<String>,
}

/// A session under lock.
#[derive(Debug, Clone)]
pub(super) struct SessionRow {
    pub(super) account_id: Uuid,
    pub(super) refresh_salt: Vec<u8>,
    pub(super) generation: i64,
    /// Since the newest token was made.
    pub(super) age_ms: i64,
}

/// A new account.
#[derive(Debug, Clone)]
pub(super) struct NewAccount<'a> {
    pub(super) id: AccountId,
    pub(super) email: &'a Email,
    /// None for who signs in through an outside issuer.
    pub(super) password_hash: Option<&'a str>,
    pub(super) name: &'a str,
    pub(super) membership_grade: i16,
    pub(super) roles: &'a [Role],
    pub(super) language: Language,
    /// Somebody trustworthy has proved the address already.
    pub(super) verified: bool,
}

/// Adds an account; whether its address was free.
pub(super) async fn insert(conn: &mut PgConnection, new: &NewAccount<'_>) -> sqlx::Result<bool> {
    let roles: Vec<String> = new.roles.iter().map(|role| role.as_str().to_owned()).collect();
    let done = sqlx::query!(
        "insert into accounts (id, email, password_hash, name, membership_grade, roles, language,
                               email_verified_at)
         values ($1, $2, $3, $4, $5, $6, $7, case when $8 then frontrow_now() end)
         on conflict do nothing",
        new.id.0,
        new.email.as_str(),
        new.password_hash,
        new.name,
        new.membership_grade,
        &roles,
        new.language.as_str(),
        new.verified,
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Locks the account of an address and reads its roles.
pub(super) async fn lock_roles(
    conn: &mut PgConnection,
    email: &Email,
) -> sqlx::Result<Option<(AccountId, Vec<String>)>> {
    let row = sqlx::query!(
        "select id, roles from accounts where lower(email) = lower($1) for update",
        email.as_str(),
    );
    Ok(row.fetch_optional(conn).await?.map(|row| (AccountId(row.id), row.roles)))
}

/// Sets the roles of an account.
pub(super) async fn set_roles(
    conn: &mut PgConnection,
    id: AccountId,
    roles: &[String],
) -> sqlx::Result<()> {
    sqlx::query!("update accounts set roles = $2 where id = $1", id.0, roles).execute(conn).await?;
    Ok(())
}

/// Who is behind these accounts.
pub(super) async fn people(pool: &PgPool, ids: &[AccountId]) -> sqlx::Result<Vec<Person>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!("select id, email, name from accounts where id = any($1)", &ids);
    let rows = rows.fetch_all(pool).await?.into_iter();
    Ok(rows.map(|row| Person { id: AccountId(row.id), email: row.email, name: row.name }).collect())
}

/// The account of an address and its password hash, if it has one.
pub(super) async fn by_email<'c, E: sqlx::PgExecutor<'c>>(
    db: E,
    email: &Email,
) -> sqlx::Result<Option<(AccountId, Option<String>)>> {
    let row = sqlx::query!(
        "select id, password_hash from accounts
         where lower(email) = lower($1) and withdrawn_at is null",
        email.as_str()
    );
    let row = row.fetch_optional(db).await?;
    Ok(row.map(|row| (AccountId(row.id), row.password_hash)))
}

/// Whether this is the account's password hash; nobody changes it until the transaction ends.
pub(super) async fn hold_password(
    conn: &mut PgConnection,
    id: AccountId,
    hash: &str,
) -> sqlx::Result<bool> {
    let row = sqlx::query!(
        "select id from accounts
         where id = $1 and password_hash = $2 and withdrawn_at is null for share",
        id.0,
        hash,
    );
    Ok(row.fetch_optional(conn).await?.is_some())
}

/// An account that is still somebody's.
pub(super) async fn account(
    conn: &mut PgConnection,
    id: AccountId,
) -> sqlx::Result<Option<AccountRow>> {
    sqlx::query_as!(
        AccountRow,
        r#"select id, email, name, membership_grade, roles, language,
                  email_verified_at is not null as "email_verified!",
                  password_hash is not null as "has_password!",
                  array(select provider from account_outside_sign_ins
                        where account_id = accounts.id order by provider) as "providers!"
           from accounts where id = $1 and withdrawn_at is null"#,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// The roles of an account while this session of its lives and was begun at the staff API; none
/// when it has ended, so that signing out takes a token's power at once.
pub(super) async fn roles_in_staff_session(
    pool: &PgPool,
    account: AccountId,
    session: SessionId,
) -> sqlx::Result<Option<Vec<String>>> {
    sqlx::query_scalar!(
        "select a.roles from accounts a join sessions s on s.account_id = a.id
         where a.id = $1 and s.id = $2 and s.staff and s.ended_at is null
           and s.expires_at > frontrow_now()",
        account.0,
        session.0,
    )
    .fetch_optional(pool)
    .await
}

/// Begins a session of the staff API. No refresh token belongs to it.
pub(super) async fn begin_staff_session(
    conn: &mut PgConnection,
    id: SessionId,
    account: AccountId,
    salt: &[u8],
    device: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into sessions (id, account_id, refresh_salt, expires_at, device, staff)
         values ($1, $2, $3, frontrow_now() + make_interval(hours => $4), $5, true)",
        id.0,
        account.0,
        salt,
        STAFF_HOURS,
        device,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Begins a session with generation 1.
pub(super) async fn begin_session(
    conn: &mut PgConnection,
    id: SessionId,
    account: AccountId,
    salt: &[u8],
    device: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into sessions (id, account_id, refresh_salt, expires_at, device)
         values ($1, $2, $3, frontrow_now() + make_interval(days => $4), $5)",
        id.0,
        account.0,
        salt,
        SESSION_DAYS,
        device,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Locks a living session and reads it.
pub(super) async fn lock_session(
    conn: &mut PgConnection,
    id: SessionId,
) -> sqlx::Result<Option<SessionRow>> {
    let locked = sqlx::query!("select id from sessions where id = $1 for update", id.0);
    if locked.fetch_optional(&mut *conn).await?.is_none() {
        return Ok(None);
    }
    // A second statement: the first may have waited, and its clock with it.
    sqlx::query_as!(
        SessionRow,
        r#"select account_id, refresh_salt, generation,
                  (extract(epoch from frontrow_now() - rotated_at) * 1000)::bigint as "age_ms!"
           from sessions
           where id = $1 and ended_at is null and expires_at > frontrow_now()"#,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// Moves a locked session to the next generation.
pub(super) async fn rotate(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    sqlx::query!(
        "update sessions set generation = generation + 1, rotated_at = frontrow_now(),
                             expires_at = frontrow_now() + make_interval(days => $2)
         where id = $1",
        id.0,
        SESSION_DAYS,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends a session, once.
pub(super) async fn end_session(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    sqlx::query!(
        "update sessions set ended_at = frontrow_now() where id = $1 and ended_at is null",
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends every session of an account but the one to be kept.
pub(super) async fn end_sessions(
    conn: &mut PgConnection,
    account: AccountId,
    keep: Option<SessionId>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update sessions set ended_at = frontrow_now()
         where account_id = $1 and ended_at is null and id is distinct from $2",
        account.0,
        keep.map(|session| session.0),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The membership grade of an account; 0 without such an account.
pub(super) async fn membership(conn: &mut PgConnection, id: AccountId) -> sqlx::Result<i16> {
    let grade = sqlx::query_scalar!("select membership_grade from accounts where id = $1", id.0);
    Ok(grade.fetch_optional(conn).await?.unwrap_or(0))
}

/// Addresses that may not be in their one spelling: those with letters outside ASCII, and those
/// whose domain is not in lower case.
pub(super) async fn oddly_spelt(pool: &PgPool) -> sqlx::Result<Vec<(AccountId, String)>> {
    let rows = sqlx::query!(
        "select id, email from accounts
         where withdrawn_at is null
           and (email ~ '[^ -~]' or email ~ '@[^@]*[A-Z][^@]*$' or email like '\"%')",
    );
    let rows = rows.fetch_all(pool).await?.into_iter();
    Ok(rows.map(|row| (AccountId(row.id), row.email)).collect())
}

/// Gives an account's address its one spelling, unless it has changed meanwhile.
pub(super) async fn respell(
    pool: &PgPool,
    id: AccountId,
    kept: &str,
    email: &Email,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update accounts set email = $3 where id = $1 and email = $2",
        id.0,
        kept,
        email.as_str(),
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// The newest people, at most fifty, whose name or address has this part.
pub(super) async fn called(db: &PgPool, part: &str) -> sqlx::Result<Vec<AccountId>> {
    let ids = sqlx::query_scalar!(
        "select id from accounts
         where withdrawn_at is null
           and (strpos(lower(email), lower($1)) > 0 or strpos(lower(name), lower($1)) > 0)
         order by id desc limit 50",
        part,
    );
    Ok(ids.fetch_all(db).await?.into_iter().map(AccountId).collect())
}
