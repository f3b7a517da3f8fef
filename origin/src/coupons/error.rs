//! What can go wrong with coupons.

use frontrow_shared::problem::Code;

use super::choice::ChoiceError;
use crate::http::ApiError;
use crate::intents::IntentError;

/// Why a coupon could not be made, claimed, chosen or reserved.
#[derive(Debug, thiserror::Error)]
pub enum CouponError {
    /// No coupon has that code or id.
    #[error("there is no such coupon; check the code")]
    NotFound,
    /// The person has it already.
    #[error("you have this coupon already; it is in your list")]
    Owned,
    /// It cannot be claimed any more.
    #[error("this coupon has run out")]
    Over,
    /// Another order took the grant between the quote and the order.
    #[error("this coupon was used by another order in the meantime; look at the price again")]
    JustUsed,
    /// The wish of the buyer cannot be met.
    #[error(transparent)]
    Choice(#[from] ChoiceError),
    /// Staff described a coupon that cannot be.
    #[error("{0}")]
    Invalid(String),
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
    /// The Idempotency-Key stands for another request.
    #[error("this Idempotency-Key was used for another request; take a new one")]
    KeyReused,
    /// PostgreSQL.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl From<CouponError> for ApiError {
    fn from(error: CouponError) -> Self {
        let code = match &error {
            CouponError::Sql(_) => {
                let CouponError::Sql(sql) = error else { return Self::new(Code::Internal) };
                return Self::from(sql);
            }
            CouponError::NotFound => Code::CouponNotFound,
            CouponError::Owned => Code::CouponOwned,
            CouponError::Over | CouponError::JustUsed => Code::CouponNotUsable,
            CouponError::Choice(choice) => {
                let problem = Self::new(Code::CouponNotUsable).detail(error.to_string());
                return match choice {
                    ChoiceError::NotYours => problem,
                    ChoiceError::NotApplicable(why) => problem.with("reason", why.ko.clone()),
                };
            }
            CouponError::Invalid(_) => Code::CouponInvalid,
            CouponError::KeyReused => Code::IdempotencyKeyReused,
            CouponError::NoAccount => Code::NotFound,
        };
        Self::new(code).detail(error.to_string())
    }
}

impl From<IntentError> for CouponError {
    fn from(error: IntentError) -> Self {
        match error {
            IntentError::Reused => Self::KeyReused,
            IntentError::Sql(error) => Self::Sql(error),
        }
    }
}
