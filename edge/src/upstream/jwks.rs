//! The keys with which the core signs access tokens, fetched when an unknown one is named.

use std::cell::RefCell;

use frontrow_shared::access::{self, AccessClaims, Door};
use frontrow_shared::hop::Identity;
use frontrow_shared::jwks::Jwks;
use frontrow_shared::problem::{Code, Problem};
use frontrow_shared::remembered::Remembered;
use frontrow_shared::time::UnixMillis;
use worker::{Headers, Method};

use crate::clock;
use crate::config::Config;
use crate::reply::Failure;
use crate::upstream::{Call, Signer, call_whole, turn};

/// The least time between two fetches: made-up key ids must not become load on the core.
const FETCH_EVERY_MS: i64 = 5_000;
/// The longest key set that is taken in, in bytes.
const BYTES_MAX: usize = 16 * 1024;

#[derive(Default)]
struct Seen {
    jwks: Jwks,
    fetched: Option<UnixMillis>,
    remembered: Remembered,
}

thread_local! {
    static SEEN: RefCell<Seen> = RefCell::default();
}

/// Who the bearer of an access token of the site is.
///
/// # Errors
/// The token's own failure, each with its code; `core_unreachable` when no key was ever had
/// and the core does not answer.
pub(crate) async fn verify_access(config: &Config, token: &str) -> Result<AccessClaims, Failure> {
    let known =
        access::key_id(token).is_none_or(|kid| SEEN.with_borrow(|seen| seen.jwks.names(&kid)));
    if !known {
        learn(config).await?;
    }
    let verified = SEEN.with_borrow(|seen| {
        access::verify_again(&seen.remembered, &seen.jwks, token, Door::Site, clock::now(), 0)
    });
    verified.map_err(|error| Failure::because(error.code(), &error))
}

/// Asks for the keys, or waits for another's answer; whose question came to nothing is asked
/// once more.
async fn learn(config: &Config) -> Result<(), Failure> {
    for _ in 0..2 {
        if let Some(_turn) = turn("access keys").await {
            return refresh(config).await;
        }
        if has_keys() {
            return Ok(());
        }
    }
    Err(Problem::new(Code::CoreUnreachable).with("retry_after_ms", 2_000).into())
}

fn has_keys() -> bool {
    SEEN.with_borrow(|seen| !seen.jwks.keys.is_empty())
}

async fn refresh(config: &Config) -> Result<(), Failure> {
    let now = clock::now();
    let due = SEEN.with_borrow_mut(|seen| {
        // Without any key every question counts; they are asked one at a time.
        let due = seen.jwks.keys.is_empty()
            || seen.fetched.is_none_or(|at| now.since(at) >= FETCH_EVERY_MS);
        if due {
            seen.fetched = Some(now);
        }
        due
    });
    if !due {
        return Ok(());
    }
    match fetch(config).await {
        Ok(jwks) => {
            SEEN.with_borrow_mut(|seen| seen.jwks = jwks);
            Ok(())
        }
        Err(_) if has_keys() => Ok(()),
        Err(failure) => Err(failure),
    }
}

async fn fetch(config: &Config) -> Result<Jwks, Failure> {
    let ask = Call {
        method: Method::Get,
        path_and_query: "/api/v1/auth/jwks.json",
        body: &[],
        identity: Identity::default(),
        headers: Headers::new(),
        signer: Signer::Hop,
        within_ms: 2_000,
    };
    let (_, body) = call_whole(config, ask, BYTES_MAX).await?;
    serde_json::from_slice(&body).map_err(|error| worker::Error::from(error).into())
}
