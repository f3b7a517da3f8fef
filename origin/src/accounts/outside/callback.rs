//! A browser that comes back from an issuer.

use frontrow_shared::id::AccountId;
use sqlx::PgConnection;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::issuer::Secrets;
use super::linking::{self, Said, Step};
use super::routes::CallbackQuery;
use super::store;
use crate::accounts::service::{self, SignedIn};
use crate::accounts::store::{self as accounts, NewAccount};
use crate::accounts::{AccountError, Device, Email, Role, letters, mail_token, person_name};
use crate::state::AppState;

/// Somebody signed in, and where they wanted to go on.
pub(super) struct Finished {
    pub(super) signed_in: SignedIn,
    pub(super) return_to: String,
}

/// Finishes a sign-in; `cookie` is the state as this browser kept it.
pub(super) async fn finish(
    state: &AppState,
    provider: &str,
    query: CallbackQuery,
    cookie: &str,
    device: &Device,
) -> Result<Finished, AccountError> {
    let issuer = state.outside.get(provider).ok_or(AccountError::OutsideUnknown)?;
    let shown = query.state.unwrap_or_default();
    // Another browser's answer would sign this one in as somebody else.
    let same = bool::from(shown.as_bytes().ct_eq(cookie.as_bytes()));
    let hash = mail_token::hash(&shown).filter(|_| same).ok_or(AccountError::OutsideFlowLost)?;
    let flow = store::take(&state.db, &hash, issuer.id()).await?;
    let flow = flow.ok_or(AccountError::OutsideFlowLost)?;
    if !issuer.is_named(query.iss.as_deref()) {
        return Err(AccountError::OutsideFlowLost);
    }
    let code = query.code.filter(|_| query.error.is_none()).ok_or(AccountError::OutsideDeclined)?;
    let secrets = Secrets { state: shown, nonce: flow.nonce, verifier: flow.verifier };
    let said = issuer.person(code, &secrets).await?;
    let mut tx = state.db.begin().await?;
    let account = account_of(&mut tx, issuer.id(), &said, device).await?;
    let signed_in = service::begin_session(state, &mut tx, account, device).await?;
    tx.commit().await?;
    Ok(Finished { signed_in, return_to: flow.return_to })
}

async fn account_of(
    conn: &mut PgConnection,
    provider: &str,
    said: &Said,
    device: &Device,
) -> Result<AccountId, AccountError> {
    let linked = store::linked(&mut *conn, provider, &said.subject).await?;
    let local = match &said.email {
        Some(email) if linked.is_none() => store::local(&mut *conn, email).await?,
        _ => None,
    };
    match linking::decide(said, linked, local)? {
        Step::SignIn(account) => Ok(account),
        Step::Link(account) => {
            store::link(&mut *conn, provider, &said.subject, account).await?;
            letters::post_notice(conn, account, letters::OUTSIDE_LINKED).await?;
            Ok(account)
        }
        Step::SignUp(email) => {
            let account = sign_up(&mut *conn, &email, said, device).await?;
            store::link(conn, provider, &said.subject, account).await?;
            Ok(account)
        }
    }
}

/// A new account without a password; the issuer has proved the address.
async fn sign_up(
    conn: &mut PgConnection,
    email: &Email,
    said: &Said,
    device: &Device,
) -> Result<AccountId, AccountError> {
    let of_address: String = email.local_part().chars().take(person_name::CHARS_MAX).collect();
    let name = said.name.as_deref().and_then(|name| person_name::parse(name).ok());
    let name = name.unwrap_or(of_address);
    let new = NewAccount {
        id: AccountId(Uuid::now_v7()),
        email,
        password_hash: None,
        name: &name,
        membership_grade: 0,
        roles: &[Role::Buyer],
        language: device.language,
        verified: true,
    };
    // Somebody may have taken the address between the look and now.
    if accounts::insert(conn, &new).await? { Ok(new.id) } else { Err(AccountError::EmailTaken) }
}
