//! The pass: signed permission to choose seats for a while.
//!
//! A JWT signed with EdDSA, so that the core and anybody else can check it with public keys
//! alone. It runs out soon (`exp`) and is renewed by the room while its holder is active, but
//! never beyond its hard end. The edge checks it with a few seconds of leeway, the core with
//! none: what the edge lets through in its last moment, the core may still refuse.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PassId, SaleId, VisitorId};
use crate::jwks::Jwks;
use crate::jws::{self, JwsError};
use crate::keys::KeyRing;
use crate::problem::Code;
use crate::remembered::Remembered;
use crate::time::UnixMillis;

/// Who issues passes.
pub const ISSUER: &str = "frontrow-edge";

/// The token type in the header: a token of another kind is not a pass, whoever signed it.
pub const TYPE: &str = "fr-pass+jwt";

/// What the edge adds to `exp` and takes from `nbf`, in ms. The core uses 0.
pub const EDGE_LEEWAY_MS: i64 = 5_000;

/// What a pass says. Dates are Unix seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassClaims {
    /// [`ISSUER`].
    pub iss: String,
    /// The sale that it is for.
    pub aud: SaleId,
    /// The visitor who holds it.
    pub sub: VisitorId,
    /// Whose it is. A pass without an account would fit everybody's and is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acc: Option<AccountId>,
    /// The pass's own id; renewals keep it.
    pub jti: PassId,
    /// Issued at.
    pub iat: i64,
    /// Not valid before.
    pub nbf: i64,
    /// Runs out, unless renewed.
    pub exp: i64,
    /// The hard end: no renewal goes beyond it.
    pub hard: i64,
    /// The room's epoch.
    pub epo: u32,
}

/// How a pass can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassError {
    /// None was sent.
    #[error("this needs a pass; join the line of the sale")]
    Missing,
    /// Not a pass at all.
    #[error("the pass cannot be read; send it unchanged")]
    Malformed,
    /// It names no account.
    #[error("the pass names no account; claim it signed in")]
    Unbound,
    /// A key id outside the key set.
    #[error("the pass names a key that is not ours")]
    ForeignKey,
    /// The signature does not fit.
    #[error("the pass was changed or made by somebody else")]
    Forged,
    /// For another sale.
    #[error("the pass is for another sale; join the line of this one")]
    WrongSale,
    /// Before `nbf`.
    #[error("the pass is not valid yet")]
    NotYetValid,
    /// After `exp` or the hard end.
    #[error("the pass has run out; join the line again")]
    Expired,
}

impl PassError {
    /// The problem code of this failure.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Self::Missing => Code::PassMissing,
            Self::Malformed | Self::Unbound => Code::PassMalformed,
            Self::ForeignKey => Code::PassForeignKey,
            Self::Forged => Code::PassForged,
            Self::WrongSale => Code::PassWrongSale,
            Self::NotYetValid => Code::PassNotYetValid,
            Self::Expired => Code::PassExpired,
        }
    }
}

impl From<JwsError> for PassError {
    fn from(error: JwsError) -> Self {
        match error {
            JwsError::Malformed => Self::Malformed,
            JwsError::ForeignKey => Self::ForeignKey,
            JwsError::Forged => Self::Forged,
        }
    }
}

/// Signs a pass with the ring's signing seed ([`crate::keys::Purpose::Pass`]).
#[must_use]
pub fn sign(ring: &KeyRing, claims: &PassClaims) -> String {
    let (kid, seed) = ring.signing();
    jws::sign(TYPE, kid, seed, claims)
}

/// Checks a compact pass for `sale` at `now`. Dates are looked at every time: a signature
/// may be remembered, an instant may not.
///
/// # Errors
/// Each way to fail has its own.
pub fn verify(
    jwks: &Jwks,
    token: &str,
    sale: SaleId,
    now: UnixMillis,
    leeway_ms: i64,
) -> Result<PassClaims, PassError> {
    let claims = jws::verify(TYPE, jwks, token, None)?;
    judged(claims, sale, now, leeway_ms)
}

/// As [`verify`], without computing again a signature that `memory` knows.
///
/// # Errors
/// As [`verify`].
pub fn verify_again(
    memory: &Remembered,
    jwks: &Jwks,
    token: &str,
    (sale, now, leeway_ms): (SaleId, UnixMillis, i64),
) -> Result<PassClaims, PassError> {
    let claims = jws::verify(TYPE, jwks, token, Some(memory))?;
    judged(claims, sale, now, leeway_ms)
}

/// What is looked at every time.
fn judged(
    claims: PassClaims,
    sale: SaleId,
    now: UnixMillis,
    leeway_ms: i64,
) -> Result<PassClaims, PassError> {
    if claims.iss != ISSUER {
        return Err(PassError::Malformed);
    }
    if claims.aud != sale {
        return Err(PassError::WrongSale);
    }
    if claims.acc.is_none() {
        return Err(PassError::Unbound);
    }
    if now.plus(leeway_ms) < from_seconds(claims.nbf) {
        return Err(PassError::NotYetValid);
    }
    if now.plus(-leeway_ms) >= from_seconds(claims.exp.min(claims.hard)) {
        return Err(PassError::Expired);
    }
    Ok(claims)
}

fn from_seconds(seconds: i64) -> UnixMillis {
    UnixMillis(seconds.saturating_mul(1000))
}

/// The key that a pass names, unverified, so that the core knows when to fetch the edge's
/// keys anew.
#[must_use]
pub fn key_id(token: &str) -> Option<String> {
    jws::key_id(token)
}

/// The name of the cookie that carries the pass of `sale`.
#[must_use]
pub fn cookie_name(sale: SaleId) -> String {
    format!("__Host-fr_pass_{sale}")
}
