//! Closing an account, in one transaction.

use frontrow_shared::problem::Code;
use secrecy::SecretString;

use super::reasons::{Open, Reason};
use crate::accounts::{self, AccountError, Session};
use crate::http::ApiError;
use crate::state::AppState;
use crate::{coupons, orders, tickets};

/// Why an account stays open.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawalError {
    /// Something has to be settled first.
    #[error("settle first what is open, then close the account")]
    Blocked(Vec<Reason>),
    /// It was not the owner who asked.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// PostgreSQL.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<WithdrawalError> for ApiError {
    fn from(error: WithdrawalError) -> Self {
        let told = error.to_string();
        match error {
            WithdrawalError::Blocked(reasons) => {
                let reasons = serde_json::to_value(reasons).unwrap_or_default();
                Self::new(Code::WithdrawalBlocked).detail(told).with("reasons", reasons)
            }
            WithdrawalError::Account(error) => error.into(),
            WithdrawalError::Database(error) => error.into(),
        }
    }
}

/// Closes the account of `own` and erases who its owner was.
///
/// The account's row is locked first, and every new order takes a share of that lock: an order
/// that comes at the same moment either is seen here or finds the account closed.
///
/// # Errors
/// Something open; a wrong password, or a sign-in too long ago; the stores.
pub async fn withdraw(
    state: &AppState,
    own: Session,
    password: Option<SecretString>,
) -> Result<(), WithdrawalError> {
    accounts::sessions::confirm_owner(state, own, password).await?;
    let account = own.account;
    let mut tx = state.db.begin().await?;
    let held = accounts::closing::hold(&mut tx, account).await?;
    let held = held.ok_or(AccountError::SignInRequired)?;
    // A reset while the password was compared has ended every session.
    own.still_lives(&mut tx).await?;
    let open = Open {
        orders: orders::is_any_open(&mut tx, account).await?,
        refunds: orders::is_any_refund_open(&mut tx, account).await?,
        tickets: tickets::is_any_ahead(&mut tx, account).await?,
        roles: held.has_power,
    };
    let reasons = open.reasons();
    if !reasons.is_empty() {
        return Err(WithdrawalError::Blocked(reasons));
    }
    coupons::revoke_unused(&mut tx, account).await?;
    accounts::closing::erase(&mut tx, account, &held).await?;
    tx.commit().await?;
    metrics::counter!("frontrow_withdrawals_total").increment(1);
    tracing::info!(%account, "an account was closed by its owner");
    Ok(())
}
