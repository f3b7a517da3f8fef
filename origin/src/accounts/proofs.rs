//! What is done through a mailed link: proving the address, and setting a new password.

use std::net::IpAddr;

use frontrow_shared::id::AccountId;
use secrecy::{ExposeSecret as _, SecretString};

use super::error::AccountError;
use super::letters;
use super::mail_token::{self, Purpose};
use super::pace::{self, Asked};
use super::{Email, outside, password, proof_store, store};
use crate::mail::{self, Language, NewMail};
use crate::state::AppState;

/// The address is proved: somebody has read the mail.
///
/// # Errors
/// A link that was used, replaced by a newer one, or has run out; PostgreSQL.
pub async fn verify(state: &AppState, token: &str) -> Result<(), AccountError> {
    let hash = mail_token::hash(token).ok_or(AccountError::MailLinkInvalid)?;
    let mut tx = state.db.begin().await?;
    let account = proof_store::take(&mut tx, Purpose::Verify, &hash).await?;
    proof_store::set_verified(&mut tx, account.ok_or(AccountError::MailLinkInvalid)?).await?;
    Ok(tx.commit().await?)
}

/// Mails the link again that proves the address; nothing to do when that is proved.
///
/// # Errors
/// Too often; an account that is gone; the stores.
pub async fn send_verification(state: &AppState, account: AccountId) -> Result<(), AccountError> {
    if !pace::take(&state.redis, &Asked::Verification(account)).await? {
        return Err(AccountError::TooOften(pace::WINDOW_S));
    }
    let mut conn = state.db.acquire().await?;
    let row = store::account(&mut conn, account).await?.ok_or(AccountError::SignInRequired)?;
    if row.email_verified {
        return Ok(());
    }
    let mail = letters::verify(account, &row.email, Language::of(&row.language));
    Ok(mail::post(&mut conn, &mail).await?)
}

/// Has a link for a new password mailed, should there be an account of this address. Whether
/// there is, is found out only when the mail is written: the work here, and so its time, is the
/// same for every address.
///
/// # Errors
/// A text that is no address; a client that asks too often; the stores.
pub async fn forgot(
    state: &AppState,
    email: &str,
    client: Option<IpAddr>,
    language: Language,
) -> Result<(), AccountError> {
    let email = Email::parse(email)?;
    if let Some(client) = client
        && !pace::take(&state.redis, &Asked::ResetBy(client)).await?
    {
        return Err(AccountError::TooOften(pace::WINDOW_S));
    }
    if !pace::take(&state.redis, &Asked::ResetFor(email.clone())).await? {
        // There are mails enough in that box, and the newest of their links is good.
        return Ok(());
    }
    let mail = NewMail {
        kind: letters::RESET,
        account: None,
        recipient: email.as_str(),
        language,
        payload: serde_json::json!({}),
    };
    Ok(mail::post(&mut *state.db.acquire().await?, &mail).await?)
}

/// Sets a new password and puts everybody else out: every session ends, and so does every outside
/// sign-in, which may be somebody else's. One's own is linked again by its next use, since who
/// reads the mail has proved the address, too; staff stay without one.
///
/// # Errors
/// A link that is not good any more; a password that is not good enough; the stores.
pub async fn reset(state: &AppState, token: &str, new: SecretString) -> Result<(), AccountError> {
    let hash = mail_token::hash(token).ok_or(AccountError::MailLinkInvalid)?;
    // A look first: hashing is dear, and a link stays good when the password does not please.
    let email = proof_store::peek(&state.db, Purpose::Reset, &hash).await?;
    let email = email.ok_or(AccountError::MailLinkInvalid)?;
    password::check(new.expose_secret(), &Email::parse(&email)?)?;
    let new = state.signer.hasher.hash(new, rand::random()).await?;
    let mut tx = state.db.begin().await?;
    let account = proof_store::take(&mut tx, Purpose::Reset, &hash).await?;
    let account = account.ok_or(AccountError::MailLinkInvalid)?;
    proof_store::set_password(&mut tx, account, &new).await?;
    proof_store::set_verified(&mut tx, account).await?;
    proof_store::void_all(&mut tx, account).await?;
    // Before the sessions: an outside sign-in under way holds its link until its session stands.
    outside::unlink_all(&mut tx, account).await?;
    store::end_sessions(&mut tx, account, None).await?;
    letters::post_notice(&mut tx, account, letters::PASSWORD_CHANGED).await?;
    Ok(tx.commit().await?)
}
