//! Signing up, in and out, and refreshing.

use std::net::IpAddr;

use frontrow_shared::access;
use frontrow_shared::id::{AccountId, SessionId};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Email;
use super::error::AccountError;
use super::identify::{Door, identify};
use super::pace::{self, Asked};
use super::refresh::{self, Claim, Verdict};
use super::roles::Role;
use super::signer::ACCESS_S;
use super::store::{self, AccountRow, NewAccount, SESSION_DAYS};
use super::{Device, cookies, letters, password, person_name};
use crate::clock;
use crate::mail::{self, Language};
use crate::state::AppState;

/// An account as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Me {
    /// The account.
    pub id: AccountId,
    /// Its address.
    pub email: String,
    /// What the person wants to be called.
    pub name: String,
    /// 0 none, higher is more; opens presales.
    pub membership_grade: i16,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// Whether it is proved that the person reads mail at the address.
    pub email_verified: bool,
    /// By what the person can sign in.
    pub sign_in: SignInWays,
}

/// By what somebody can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SignInWays {
    /// Address and password.
    pub password: bool,
    /// Outside issuers, by their ids.
    pub providers: Vec<String>,
}

/// A session that was begun or kept on.
pub struct SignedIn {
    /// Whose.
    pub account: Me,
    /// Good for ten minutes.
    pub access: String,
    /// Good for one more refresh.
    pub refresh: String,
}

impl SignedIn {
    /// The `Set-Cookie` values of the session.
    #[must_use]
    pub fn cookies(&self) -> [String; 3] {
        let refresh_s = i64::from(SESSION_DAYS) * 86_400;
        cookies::signed_in(&self.access, ACCESS_S, &self.refresh, refresh_s)
    }
}

/// Makes an account and signs it in.
///
/// # Errors
/// A field that cannot be taken, an address that somebody has, too many at once or from one
/// client, the stores.
pub async fn sign_up(
    state: &AppState,
    email: &str,
    password: SecretString,
    name: &str,
    (device, client): (&Device, Option<IpAddr>),
) -> Result<SignedIn, AccountError> {
    let email = Email::parse(email)?;
    password::check(password.expose_secret(), &email)?;
    let name = person_name::parse(name)?;
    // Here, so that a slip of the finger does not count; before hashing, which is dear.
    if let Some(client) = client
        && !pace::take(&state.redis, &Asked::SignUp(client)).await?
    {
        return Err(AccountError::TooOften(pace::WINDOW_S));
    }
    let hash = state.signer.hasher.hash(password, rand::random()).await?;
    let id = AccountId(Uuid::now_v7());
    let new = NewAccount {
        id,
        email: &email,
        password_hash: Some(&hash),
        name: &name,
        membership_grade: 0,
        roles: &[Role::Buyer],
        language: device.language,
        verified: false,
    };
    let mut tx = state.db.begin().await?;
    if !store::insert(&mut tx, &new).await? {
        return Err(AccountError::EmailTaken);
    }
    mail::post(&mut tx, &letters::verify(id, email.as_str(), device.language)).await?;
    let signed_in = begin_session(state, &mut tx, id, device).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Begins a session of the account with this address and password.
///
/// # Errors
/// Wrong address or password, in equal time; too often, too many at once; the stores.
pub async fn sign_in(
    state: &AppState,
    email: &str,
    password: SecretString,
    (device, client): (&Device, Option<IpAddr>),
) -> Result<SignedIn, AccountError> {
    let proved = identify(state, email, password, Door::Site(client)).await?;
    let mut tx = state.db.begin().await?;
    proved.hold(&mut tx).await?;
    let signed_in = begin_session(state, &mut tx, proved.account, device).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Answers a refresh token with the next one. The one before is answered again for ten
/// seconds; any older one ends the session.
///
/// # Errors
/// No token that is good; PostgreSQL.
pub async fn refresh(state: &AppState, token: Option<&str>) -> Result<SignedIn, AccountError> {
    let claim = token.and_then(Claim::parse).ok_or(AccountError::RefreshInvalid)?;
    let mut tx = state.db.begin().await?;
    let session = store::lock_session(&mut tx, claim.session).await?;
    let session = session
        .filter(|session| claim.is_genuine(&state.signer.refresh_key, &session.refresh_salt))
        .ok_or(AccountError::RefreshInvalid)?;
    let generation = match refresh::judge(claim.generation, session.generation, session.age_ms) {
        Verdict::Rotate => {
            store::rotate(&mut tx, claim.session).await?;
            session.generation + 1
        }
        Verdict::Repeat => session.generation,
        Verdict::Theft => {
            store::end_session(&mut tx, claim.session).await?;
            tx.commit().await?;
            metrics::counter!("frontrow_refresh_theft_total").increment(1);
            tracing::warn!(session = %claim.session, "an old refresh token came back; session ended");
            return Err(AccountError::RefreshInvalid);
        }
    };
    let account = AccountId(session.account_id);
    let salt = session.refresh_salt;
    let signed_in = tokens(state, &mut tx, account, claim.session, generation, &salt).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Ends the session of a refresh token. A token that is no good has no session to end, and
/// that is what was asked for.
///
/// # Errors
/// PostgreSQL.
pub async fn sign_out(state: &AppState, token: Option<&str>) -> Result<(), AccountError> {
    let Some(claim) = token.and_then(Claim::parse) else {
        return Ok(());
    };
    let mut tx = state.db.begin().await?;
    let session = store::lock_session(&mut tx, claim.session).await?;
    let genuine =
        session.is_some_and(|row| claim.is_genuine(&state.signer.refresh_key, &row.refresh_salt));
    if genuine {
        store::end_session(&mut tx, claim.session).await?;
    }
    Ok(tx.commit().await?)
}

/// The account of somebody signed in.
///
/// # Errors
/// An account that is gone; PostgreSQL.
pub async fn me(state: &AppState, account: AccountId) -> Result<Me, AccountError> {
    let mut conn = state.db.acquire().await?;
    let row = store::account(&mut conn, account).await?;
    Ok(view(row.ok_or(AccountError::SignInRequired)?))
}

/// The membership grade of an account: 0 none, higher is more.
///
/// # Errors
/// PostgreSQL.
pub async fn membership(conn: &mut PgConnection, account: AccountId) -> sqlx::Result<i16> {
    store::membership(conn, account).await
}

/// Adds an account that nobody signed up, with its address taken as proved: for seeding.
/// Whether its address was free.
///
/// # Errors
/// PostgreSQL.
pub async fn add(
    conn: &mut PgConnection,
    id: AccountId,
    email: &Email,
    password_hash: &str,
    name: &str,
    membership_grade: i16,
    roles: &[Role],
) -> sqlx::Result<bool> {
    let new = NewAccount {
        id,
        email,
        password_hash: Some(password_hash),
        name,
        membership_grade,
        roles,
        language: Language::Ko,
        verified: true,
    };
    store::insert(conn, &new).await
}

/// Begins a session of somebody who has proved who they are.
pub(super) async fn begin_session(
    state: &AppState,
    conn: &mut PgConnection,
    account: AccountId,
    device: &Device,
) -> Result<SignedIn, AccountError> {
    let session = SessionId(Uuid::now_v7());
    let salt: [u8; 16] = rand::random();
    store::begin_session(&mut *conn, session, account, &salt, &device.label).await?;
    tokens(state, conn, account, session, 1, &salt).await
}

async fn tokens(
    state: &AppState,
    conn: &mut PgConnection,
    account: AccountId,
    session: SessionId,
    generation: i64,
    salt: &[u8],
) -> Result<SignedIn, AccountError> {
    let row = store::account(conn, account).await?.ok_or(AccountError::RefreshInvalid)?;
    let membership = row.membership_grade;
    Ok(SignedIn {
        account: view(row),
        access: state.signer.access(
            access::Door::Site,
            account,
            session,
            membership,
            clock::wall(),
        ),
        refresh: refresh::token(&state.signer.refresh_key, session, generation, salt),
    })
}

fn view(row: AccountRow) -> Me {
    Me {
        id: AccountId(row.id),
        roles: roles_of(&row.roles),
        email: mail::address::shown(&row.email),
        name: row.name,
        membership_grade: row.membership_grade,
        email_verified: row.email_verified,
        sign_in: SignInWays { password: row.has_password, providers: row.providers },
    }
}

pub(super) fn roles_of(words: &[String]) -> Vec<Role> {
    words.iter().filter_map(|word| Role::parse(word)).collect()
}
