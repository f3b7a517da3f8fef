//! Sending a browser to an issuer.

use super::issuer::Secrets;
use super::{return_to, store};
use crate::accounts::{AccountError, mail_token};
use crate::state::AppState;

/// Where the browser goes, and the state that it keeps in a cookie.
pub(super) struct Begun {
    pub(super) page: String,
    pub(super) state: String,
}

/// Begins a sign-in.
pub(super) async fn begin(
    state: &AppState,
    provider: &str,
    go_on: &str,
) -> Result<Begun, AccountError> {
    let issuer = state.outside.get(provider).ok_or(AccountError::OutsideUnknown)?;
    let random = || mail_token::text(rand::random());
    let secrets = Secrets { state: random(), nonce: random(), verifier: random() };
    let page = issuer.page(&secrets).await?;
    let hash = mail_token::hash(&secrets.state).ok_or(AccountError::OutsideFlowLost)?;
    let go_on = return_to::checked(go_on);
    store::begin(&state.db, &hash, issuer.id(), &secrets, go_on).await?;
    Ok(Begun { page, state: secrets.state })
}
