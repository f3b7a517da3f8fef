//! The owner's hand on the account: the password, and the sessions.

use frontrow_shared::id::{AccountId, SessionId};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::error::AccountError;
use super::pace::{self, Asked};
use super::session::Session;
use super::{Email, letters, password, proof_store, session_store, store};
use crate::state::AppState;

/// How old a sign-in may be to stand for a password that the account does not have, in minutes.
const FRESH_MINUTES: i32 = 15;

/// A browser or device in which somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnSession {
    /// `ses_…`
    pub id: SessionId,
    /// When the person signed in there.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was last kept on; at least every ten minutes while it is used.
    #[serde(with = "time::serde::rfc3339")]
    pub last_used_at: OffsetDateTime,
    /// Such as `Firefox · Windows`; empty when nothing is known.
    pub device: String,
    /// The one that asks.
    pub current: bool,
}

/// The living sessions of the account, the last used first.
///
/// # Errors
/// PostgreSQL.
pub async fn list(state: &AppState, own: Session) -> Result<Vec<OwnSession>, AccountError> {
    Ok(session_store::living(&state.db, own).await?)
}

/// Ends one session of the account.
///
/// # Errors
/// No such session of this account; PostgreSQL.
pub async fn end(state: &AppState, own: Session, id: SessionId) -> Result<(), AccountError> {
    let ended = session_store::end(&state.db, own.account, id).await?;
    if ended { Ok(()) } else { Err(AccountError::SessionNotFound) }
}

/// Ends every session but the one that asks.
///
/// # Errors
/// PostgreSQL.
pub async fn end_others(state: &AppState, own: Session) -> Result<(), AccountError> {
    let mut conn = state.db.acquire().await?;
    Ok(store::end_sessions(&mut conn, own.account, Some(own.id)).await?)
}

/// Takes another password and ends every other session.
///
/// # Errors
/// A wrong password, or none to compare with; a new one that is not good enough; too many
/// tries; the stores.
pub async fn change_password(
    state: &AppState,
    own: Session,
    current: SecretString,
    new: SecretString,
) -> Result<(), AccountError> {
    let old = confirm(state, own.account, current).await?;
    let mut conn = state.db.acquire().await?;
    let row = store::account(&mut conn, own.account).await?.ok_or(AccountError::SignInRequired)?;
    drop(conn);
    password::check(new.expose_secret(), &Email::parse(&row.email)?)?;
    let hash = state.signer.hasher.hash(new, rand::random()).await?;
    let mut tx = state.db.begin().await?;
    // Hashing takes long: a reset meanwhile has the last word.
    if !proof_store::replace_password(&mut tx, own.account, (&old, &hash)).await? {
        return Err(AccountError::PasswordWrong);
    }
    own.still_lives(&mut tx).await?;
    proof_store::void_all(&mut tx, own.account).await?;
    store::end_sessions(&mut tx, own.account, Some(own.id)).await?;
    letters::post_notice(&mut tx, own.account, letters::PASSWORD_CHANGED).await?;
    Ok(tx.commit().await?)
}

/// Makes sure that it is the owner who asks for something weighty: by the password, or, where
/// the account has none, by a sign-in of the last minutes.
///
/// # Errors
/// A wrong password; a sign-in too long ago; too many tries; the stores.
pub async fn confirm_owner(
    state: &AppState,
    own: Session,
    password: Option<SecretString>,
) -> Result<(), AccountError> {
    match confirm(state, own.account, password.unwrap_or_default()).await {
        Err(AccountError::PasswordNotSet) => {
            let fresh = session_store::began_within(&state.db, own.id, FRESH_MINUTES).await?;
            if fresh { Ok(()) } else { Err(AccountError::SignInTooOld) }
        }
        verdict => verdict.map(|_| ()),
    }
}

/// Compares the account's own password; its hash, when it is that.
async fn confirm(
    state: &AppState,
    account: AccountId,
    password: SecretString,
) -> Result<String, AccountError> {
    let hash = proof_store::password_of(&state.db, account).await?;
    let hash = hash.ok_or(AccountError::SignInRequired)?.ok_or(AccountError::PasswordNotSet)?;
    if !pace::take(&state.redis, &Asked::Password(account)).await? {
        return Err(AccountError::TooOften(pace::WINDOW_S));
    }
    let fits = password.expose_secret().chars().count() <= password::CHARS_MAX;
    if fits && state.signer.hasher.verify(password, Some(hash.clone())).await? {
        Ok(hash)
    } else {
        Err(AccountError::PasswordWrong)
    }
}
