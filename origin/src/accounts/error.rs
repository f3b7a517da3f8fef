//! How accounts can refuse, and the problem that each refusal becomes.

use frontrow_shared::access::AccessError;
use frontrow_shared::problem::Code;

use super::hashing::HashingError;
use super::outside::issuer::IssuerError;
use super::outside::linking::Refusal;
use super::password::PasswordError;
use super::person_name::NameError;
use crate::http::ApiError;
use crate::mail::EmailError;

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
    /// A mailed link that was used, replaced or has run out.
    #[error(
        "the link was used before, a newer one was mailed, or it has run out; ask for a new one"
    )]
    MailLinkInvalid,
    /// Not the password of the person who is signed in.
    #[error("this is not your password")]
    PasswordWrong,
    /// There is no password to compare with.
    #[error("the account has no password yet; have a link mailed that sets one")]
    PasswordNotSet,
    /// Something weighty, long after signing in, without a password to ask for.
    #[error("sign in again and come back within fifteen minutes")]
    SignInTooOld,
    /// No such session of this account.
    #[error("the session has ended, or never was one of yours")]
    SessionNotFound,
    /// No such outside issuer.
    #[error("there is no way of signing in of this name")]
    OutsideUnknown,
    /// An outside sign-in that was not begun in this browser, was used, or has run out.
    #[error("the sign-in was not begun in this browser, was finished before, or took too long")]
    OutsideFlowLost,
    /// The person or the issuer said no.
    #[error("the other service did not sign you in")]
    OutsideDeclined,
    /// The issuer's answer, or its silence.
    #[error(transparent)]
    Outside(#[from] IssuerError),
    /// Nobody's account follows from what the issuer says.
    #[error(transparent)]
    Linking(#[from] Refusal),
    /// Asked too often; after so many seconds there is a new share.
    #[error("that was asked for too often; wait some minutes")]
    TooOften(u32),
    /// Password hashing.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// PostgreSQL.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// Redis, which counts who asks how often.
    #[error(transparent)]
    Redis(#[from] redis::RedisError),
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
            AccountError::MailLinkInvalid => Code::MailLinkInvalid,
            AccountError::PasswordWrong => Code::PasswordWrong,
            AccountError::PasswordNotSet => Code::PasswordNotSet,
            AccountError::SignInTooOld => Code::SignInTooOld,
            AccountError::SessionNotFound => Code::SessionNotFound,
            AccountError::OutsideUnknown => Code::OutsideUnknown,
            AccountError::OutsideFlowLost => Code::OutsideFlowLost,
            // What an issuer says may be long and is for operators: the caller's log has it.
            AccountError::Outside(IssuerError::Away(_)) => {
                return Self::new(Code::OutsideUnavailable).retry_after(5);
            }
            AccountError::Outside(IssuerError::Refused(_)) => {
                return Self::new(Code::OutsideRefused);
            }
            AccountError::OutsideDeclined => Code::OutsideRefused,
            AccountError::Linking(Refusal::EmailUnverified) => Code::OutsideEmailUnverified,
            AccountError::Linking(Refusal::LinkUnproved) => Code::OutsideLinkUnproved,
            AccountError::TooOften(seconds) => {
                return Self::new(Code::RateLimited)
                    .detail(error.to_string())
                    .retry_after(*seconds);
            }
            AccountError::Hashing(HashingError::Busy) => {
                return Self::new(Code::RateLimited).detail(error.to_string()).retry_after(1);
            }
            AccountError::Hashing(_) => return Self::internal(error),
            AccountError::Database(_) | AccountError::Redis(_) => match error {
                AccountError::Database(error) => return error.into(),
                AccountError::Redis(error) => return error.into(),
                _ => Code::Internal,
            },
        };
        Self::new(code).detail(error.to_string())
    }
}
