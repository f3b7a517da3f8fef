//! Coarse limits at the door, by client address.
//!
//! A port: where the platform has no rate limiter (bare workerd) nothing is limited here, and
//! the exact limits behind still hold. A limiter that fails lets people in for the same reason.

use frontrow_shared::problem::{Code, Problem};
use frontrow_shared::subscriber;
use worker::Env;

use crate::reply::Failure;

/// What is limited.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    /// Joining a line, and asking for sales that are not known here yet.
    Join,
    /// Signing up and in, and whatever else somebody could try out.
    SignIn,
    /// Keeping a session on, and ending it.
    Session,
    /// Asking for pages of the catalog that are not known here yet.
    Catalog,
    /// Telling news of payments. The provider has few addresses and a full house much news;
    /// what is refused it tells again.
    Webhook,
}

impl Limit {
    fn binding(self) -> &'static str {
        match self {
            Self::Join => "JOIN_LIMIT",
            Self::SignIn => "SIGNIN_LIMIT",
            Self::Session => "SESSION_LIMIT",
            Self::Catalog => "CATALOG_LIMIT",
            Self::Webhook => "WEBHOOK_LIMIT",
        }
    }

    /// The period of the binding, in ms: after it there is a new share.
    fn period_ms(self) -> u32 {
        match self {
            Self::SignIn | Self::Session => 60_000,
            Self::Join | Self::Catalog | Self::Webhook => 10_000,
        }
    }
}

/// Refuses with `rate_limited` once `client` has used up its share: all of an IPv6 /64 has one.
pub(crate) async fn check(env: &Env, limit: Limit, client: &str) -> Result<(), Failure> {
    let Ok(limiter) = env.rate_limiter(limit.binding()) else { return Ok(()) };
    match limiter.limit(subscriber::of_text(client)).await {
        Ok(outcome) if !outcome.success => {
            Err(Problem::new(Code::RateLimited).with("retry_after_ms", limit.period_ms()).into())
        }
        Ok(_) => Ok(()),
        Err(error) => {
            worker::console_warn!("{} does not answer: {error}", limit.binding());
            Ok(())
        }
    }
}
