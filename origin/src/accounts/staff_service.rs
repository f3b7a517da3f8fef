//! Staff signing in, staying signed in, and out. Each leaves a record, failed tries too; a
//! renewal is no act and leaves none.

use frontrow_shared::id::{AccountId, SessionId};
use secrecy::SecretString;
use serde_json::json;

use super::Device;
use super::email::Email;
use super::error::AccountError;
use super::roles::{self, Role};
use super::service::{self, roles_of};
use super::store;
use crate::audit::{self, Act, Action, Subject};
use crate::clock;
use crate::state::AppState;

/// A member of staff in a living session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AtWork {
    pub(super) account: AccountId,
    pub(super) session: SessionId,
    pub(super) roles: Vec<Role>,
    /// Whether the session is young enough for another token.
    pub(super) renewable: bool,
}

/// Who sends this access token, if they may use the staff API at this moment.
///
/// # Errors
/// A token that is no good, a session that has ended, no such role, PostgreSQL.
pub(super) async fn at_work(state: &AppState, token: &str) -> Result<AtWork, AccountError> {
    let claims = state.signer.verify(token, clock::wall())?;
    let row = store::staff_session(&state.db, claims.sub, claims.sid).await?;
    let row = row.ok_or(AccountError::SignInRequired)?;
    let roles = roles_of(&row.roles);
    if !roles::may_use_staff_api(&roles) {
        return Err(AccountError::Forbidden);
    }
    Ok(AtWork { account: claims.sub, session: claims.sid, roles, renewable: row.renewable })
}

/// Begins a session of a member of staff; its access token.
///
/// # Errors
/// Wrong address or password, no such role, too many at once, PostgreSQL.
pub(super) async fn sign_in(
    state: &AppState,
    email: &str,
    password: SecretString,
    device: &Device,
) -> Result<String, AccountError> {
    let begun = begin(state, email, password, device).await;
    let reason = match &begun {
        Err(AccountError::CredentialsWrong) => "credentials_wrong",
        Err(AccountError::Forbidden) => "forbidden",
        _ => return begun,
    };
    let subject = tried(state, email).await?;
    let act = Act::new(None, Action::StaffSignInFailed, subject);
    let mut conn = state.db.acquire().await?;
    audit::record(&mut conn, act.made(&json!({ "reason": reason }))).await?;
    begun
}

async fn begin(
    state: &AppState,
    email: &str,
    password: SecretString,
    device: &Device,
) -> Result<String, AccountError> {
    let account = service::identify(state, email, password).await?;
    let mut tx = state.db.begin().await?;
    let signed_in = service::begin_session(state, &mut tx, account, device).await?;
    if !roles::may_use_staff_api(&signed_in.account.roles) {
        return Err(AccountError::Forbidden);
    }
    audit::record(&mut tx, Act::new(Some(account), Action::StaffSignedIn, account)).await?;
    tx.commit().await?;
    Ok(signed_in.access)
}

/// What a failed sign-in was about: the account of the address, so that nothing personal stays
/// when it is erased, or an address that nobody has. What is no address is not written down:
/// people type passwords into the wrong field.
async fn tried(state: &AppState, email: &str) -> Result<Subject, AccountError> {
    let Ok(email) = Email::parse(email) else {
        return Ok(Subject::address("no address"));
    };
    let known = store::by_email(&state.db, &email).await?;
    Ok(known.map_or_else(|| Subject::address(email.as_str()), |(account, _)| account.into()))
}

/// A fresh access token of the same session.
///
/// # Errors
/// A session that began too long ago.
pub(super) fn renew(state: &AppState, at_work: &AtWork) -> Result<String, AccountError> {
    if !at_work.renewable {
        return Err(AccountError::RefreshInvalid);
    }
    Ok(state.signer.access(at_work.account, at_work.session, clock::wall()))
}

/// Ends the session.
///
/// # Errors
/// PostgreSQL.
pub(super) async fn sign_out(state: &AppState, at_work: &AtWork) -> Result<(), AccountError> {
    let mut tx = state.db.begin().await?;
    store::end_session(&mut tx, at_work.session).await?;
    let by = at_work.account;
    audit::record(&mut tx, Act::new(Some(by), Action::StaffSignedOut, by)).await?;
    Ok(tx.commit().await?)
}
