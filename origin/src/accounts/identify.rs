//! Who knows an address and its password, and how often that may be guessed.

use std::net::IpAddr;

use frontrow_shared::id::AccountId;
use secrecy::{ExposeSecret as _, SecretString};
use sqlx::PgConnection;

use super::Email;
use super::error::AccountError;
use super::pace::{self, Asked};
use super::{password, store};
use crate::state::AppState;

/// Where somebody signs in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Door {
    /// On the site, from this address.
    Site(Option<IpAddr>),
    /// On the internal listener.
    Staff,
}

impl Door {
    /// What a wrong password for this address counts against, the smallest share first.
    fn shares(self, email: &Email) -> Vec<Asked> {
        match self {
            Self::Site(client) => {
                let by = client.map(|client| Asked::GuessBy(email.clone(), client));
                by.into_iter().chain([Asked::GuessFor(email.clone())]).collect()
            }
            Self::Staff => vec![Asked::StaffGuess(email.clone())],
        }
    }
}

impl Door {
    /// Whether it opens while wrong passwords cannot be counted: only the one within.
    fn bears_without_redis(self) -> bool {
        matches!(self, Self::Staff)
    }
}

/// Somebody who knew the password of an account a moment ago.
pub(super) struct Proved {
    pub(super) account: AccountId,
    hash: String,
}

impl Proved {
    /// Makes sure that the password is still that, until the transaction ends: comparing takes
    /// long, and a reset meanwhile must not leave whoever knew the old one signed in.
    ///
    /// # Errors
    /// Another password by now; PostgreSQL.
    pub(super) async fn hold(&self, conn: &mut PgConnection) -> Result<(), AccountError> {
        let same = store::hold_password(conn, self.account, &self.hash).await?;
        if same { Ok(()) } else { Err(AccountError::CredentialsWrong) }
    }
}

/// The account with this address and password.
///
/// # Errors
/// Wrong address or password, in equal time; wrong too often, whether or not there is such an
/// account; too many at once; the stores.
pub(super) async fn identify(
    state: &AppState,
    email: &str,
    password: SecretString,
    door: Door,
) -> Result<Proved, AccountError> {
    // What could never have been taken is not looked up, but takes as long to refuse.
    let email = Email::parse(email).ok();
    let shares = email.as_ref().map(|email| door.shares(email)).unwrap_or_default();
    // Counted before it is compared, or many guesses at once would all be let through.
    for share in &shares {
        match pace::take(&state.redis, share).await {
            Ok(true) => {}
            Ok(false) => return Err(AccountError::TooOften(pace::WINDOW_S)),
            // Staff must be able to pause a sale while Redis is away.
            Err(error) if door.bears_without_redis() => {
                tracing::warn!(%error, "a sign-in of staff was not counted");
            }
            Err(error) => return Err(error.into()),
        }
    }
    let known = match &email {
        Some(email) => store::by_email(&state.db, email).await?,
        None => None,
    };
    let (id, hash) = known.unzip();
    let hash = hash.flatten();
    let fits = password.expose_secret().chars().count() <= password::CHARS_MAX;
    let hash = hash.filter(|_| fits);
    let password = if fits { password } else { SecretString::default() };
    let verdict = state.signer.hasher.verify(password, hash.clone()).await;
    if !matches!(verdict, Ok(false)) {
        // Right, or too busy to tell: no guess that failed.
        for share in &shares {
            // A share that stays taken ends with its window.
            if let Err(error) = pace::give_back(&state.redis, share).await {
                tracing::debug!(%error, "a share of guesses was not given back");
            }
        }
    }
    let right = verdict?;
    let proved = id.zip(hash).filter(|_| right).ok_or(AccountError::CredentialsWrong)?;
    Ok(Proved { account: proved.0, hash: proved.1 })
}
