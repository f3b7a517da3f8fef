//! Staff signing in, staying signed in, and out. Each leaves a record, failed tries too; a
//! renewal is no act and leaves none. A session of the site opens nothing here: it would come
//! without a record, and go on for thirty days.

use frontrow_shared::access;
use frontrow_shared::id::{AccountId, SessionId};
use secrecy::SecretString;
use serde_json::json;
use uuid::Uuid;

use super::Device;
use super::Email;
use super::error::AccountError;
use super::identify::{Door, identify};
use super::roles::{self, Role};
use super::service::roles_of;
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
}

/// Who sends this access token, if they may use the staff API at this moment.
///
/// # Errors
/// A token that is no good, a session that has ended or was begun on the site, no such role,
/// PostgreSQL.
pub(super) async fn at_work(state: &AppState, token: &str) -> Result<AtWork, AccountError> {
    let claims = state.signer.verify(token, access::Door::Staff, clock::wall())?;
    let words = store::roles_in_staff_session(&state.db, claims.sub, claims.sid).await?;
    let roles = roles_of(&words.ok_or(AccountError::SignInRequired)?);
    if !roles::may_use_staff_api(&roles) {
        return Err(AccountError::Forbidden);
    }
    Ok(AtWork { account: claims.sub, session: claims.sid, roles })
}

/// Begins a session of a member of staff; its access token.
///
/// # Errors
/// Wrong address or password, no such role, too often, too many at once, the stores.
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
    let proved = identify(state, email, password, Door::Staff).await?;
    let account = proved.account;
    let mut tx = state.db.begin().await?;
    proved.hold(&mut tx).await?;
    let row = store::account(&mut tx, account).await?.ok_or(AccountError::CredentialsWrong)?;
    if !roles::may_use_staff_api(&roles_of(&row.roles)) {
        return Err(AccountError::Forbidden);
    }
    let session = SessionId(Uuid::now_v7());
    let salt: [u8; 16] = rand::random();
    store::begin_staff_session(&mut tx, session, account, &salt, &device.label).await?;
    audit::record(&mut tx, Act::new(Some(account), Action::StaffSignedIn, account)).await?;
    tx.commit().await?;
    Ok(state.signer.access(access::Door::Staff, account, session, 0, clock::wall()))
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
pub(super) fn renew(state: &AppState, at_work: &AtWork) -> String {
    state.signer.access(access::Door::Staff, at_work.account, at_work.session, 0, clock::wall())
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
