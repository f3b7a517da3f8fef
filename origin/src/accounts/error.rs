//! How accounts can refuse, and the problem that each refusal becomes.

use frontrow_shared::access::AccessError;
use frontrow_shared::problem::Code;

use super::email::EmailError;
use super::hashing::HashingError;
use super::password::PasswordError;
use super::person_name::NameError;
use crate::http::ApiError;

/// Why somebody was not signed up or in.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The address has no form of one.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// The new password is not good enough.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The name cannot be used.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Somebody has this address.
    #[error("an account with this e-mail address exists; sign in instead")]
    EmailTaken,
    /// No such account, or another password: which, is nobody's business.
    #[error("e-mail address or password is wrong")]
    CredentialsWrong,
    /// No refresh token, or none that is good.
    #[error("the session has ended; sign in again")]
    RefreshInvalid,
    /// The access token of a staff request.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Nobody is signed in.
    #[error("sign in first and send the access token as a bearer token")]
    SignInRequired,
    /// The account has not the role.
    #[error("your account has no role that may do this")]
    Forbidden,
    /// Password hashing.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// PostgreSQL.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        let code = match &error {
            AccountError::Email(_) => Code::EmailInvalid,
            AccountError::Password(_) => Code::PasswordWeak,
            AccountError::Name(_) => Code::NameInvalid,
            AccountError::EmailTaken => Code::EmailTaken,
            AccountError::CredentialsWrong => Code::CredentialsWrong,
            AccountError::RefreshInvalid => Code::RefreshInvalid,
            AccountError::Access(access) => access.code(),
            AccountError::SignInRequired => Code::SignInRequired,
            AccountError::Forbidden => Code::Forbidden,
            AccountError::Hashing(HashingError::Busy) => {
                return Self::new(Code::RateLimited).detail(error.to_string()).retry_after(1);
            }
            AccountError::Hashing(_) => return Self::internal(error),
            AccountError::Database(_) => match error {
                AccountError::Database(error) => return error.into(),
                _ => Code::Internal,
            },
        };
        Self::new(code).detail(error.to_string())
    }
}
