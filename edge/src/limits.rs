//! Coarse limits at the door, by client address.
//!
//! A port: where the platform has no rate limiter (bare workerd) nothing is limited here, and
//! the exact limits behind still hold. A limiter that fails lets people in for the same reason.

use frontrow_shared::problem::{Code, Problem};
use worker::Env;

use crate::reply::Failure;

/// What is limited.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    /// Joining a line, and asking for sales that are not known here yet.
    Join,
    /// Signing up and in.
    SignIn,
}

impl Limit {
    fn binding(self) -> &'static str {
        match self {
            Self::Join => "JOIN_LIMIT",
            Self::SignIn => "SIGNIN_LIMIT",
        }
    }
}

/// Refuses with `rate_limited` once `client` has used up its share.
pub(crate) async fn check(env: &Env, limit: Limit, client: &str) -> Result<(), Failure> {
    let Ok(limiter) = env.rate_limiter(limit.binding()) else { return Ok(()) };
    match limiter.limit(client.to_owned()).await {
        Ok(outcome) if !outcome.success => {
            Err(Problem::new(Code::RateLimited).with("retry_after_ms", 10_000).into())
        }
        Ok(_) => Ok(()),
        Err(error) => {
            worker::console_warn!("{} does not answer: {error}", limit.binding());
            Ok(())
        }
    }
}
