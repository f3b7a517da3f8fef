//! The keys with which the core signs access tokens, fetched when an unknown one is named.

use std::cell::RefCell;

use frontrow_shared::access::{self, AccessClaims};
use frontrow_shared::hop::Identity;
use frontrow_shared::jwks::Jwks;
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
}

thread_local! {
    static SEEN: RefCell<Seen> = RefCell::default();
}

/// Who the bearer of an access token is.
///
/// # Errors
/// The token's own failure, each with its code; `core_unreachable` when no key was ever had
/// and the core does not answer.
pub(crate) async fn verify_access(config: &Config, token: &str) -> Result<AccessClaims, Failure> {
    let known =
        access::key_id(token).is_none_or(|kid| SEEN.with_borrow(|seen| seen.jwks.names(&kid)));
    if !known && let Some(_turn) = turn("access keys").await {
        refresh(config).await?;
    }
    let verified = SEEN.with_borrow(|seen| access::verify(&seen.jwks, token, clock::now(), 0));
    verified.map_err(|error| Failure::because(error.code(), &error))
}

async fn refresh(config: &Config) -> Result<(), Failure> {
    let now = clock::now();
    let due = SEEN.with_borrow_mut(|seen| {
        let due = seen.fetched.is_none_or(|at| now.since(at) >= FETCH_EVERY_MS);
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
        Err(failure) => SEEN.with_borrow_mut(|seen| {
            if seen.jwks.keys.is_empty() {
                seen.fetched = None;
                return Err(failure);
            }
            Ok(())
        }),
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
