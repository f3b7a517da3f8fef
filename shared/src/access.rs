//! The access token: a short JWT by which the core says who is signed in, so that the edge
//! can tell without asking.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, SessionId};
use crate::jwks::Jwks;
use crate::jws::{self, JwsError};
use crate::keys::{Key, KeyId};
use crate::problem::Code;
use crate::remembered::Remembered;
use crate::time::UnixMillis;

/// Who issues access tokens.
pub const ISSUER: &str = "frontrow";

/// The door that a token opens; no token opens two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Door {
    /// The site: what buyers do, staff who buy among them.
    #[serde(rename = "frontrow:site")]
    Site,
    /// The staff API on the internal listener.
    #[serde(rename = "frontrow:staff")]
    Staff,
}

/// The token type in the header.
pub const TYPE: &str = "at+jwt";

/// What an access token says. Dates are Unix seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessClaims {
    /// [`ISSUER`].
    pub iss: String,
    /// The one door that it opens.
    pub aud: Door,
    /// Who is signed in.
    pub sub: AccountId,
    /// The session it belongs to.
    pub sid: SessionId,
    /// The membership grade of the account when this was issued.
    #[serde(default)]
    pub mem: i16,
    /// Issued at.
    pub iat: i64,
    /// Runs out.
    pub exp: i64,
}

/// How an access token can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// Not an access token of ours.
    #[error("the access token cannot be read; sign in again")]
    Malformed,
    /// A key id outside the core's key set.
    #[error("the access token names a key that is not ours; sign in again")]
    ForeignKey,
    /// The signature does not fit.
    #[error("the access token was changed or made by somebody else")]
    Forged,
    /// A token of another door.
    #[error("the access token is for another door; sign in at this one")]
    OtherDoor,
    /// After `exp`.
    #[error("the access token has run out; refresh it")]
    Expired,
}

impl AccessError {
    /// The problem code of this failure.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Self::Malformed => Code::AccessMalformed,
            Self::ForeignKey => Code::AccessForeignKey,
            Self::Forged => Code::AccessForged,
            Self::OtherDoor => Code::AccessOtherDoor,
            Self::Expired => Code::AccessExpired,
        }
    }
}

impl From<JwsError> for AccessError {
    fn from(error: JwsError) -> Self {
        match error {
            JwsError::Malformed => Self::Malformed,
            JwsError::ForeignKey => Self::ForeignKey,
            JwsError::Forged => Self::Forged,
        }
    }
}

/// Signs an access token with the core's Ed25519 seed, published under `kid`.
#[must_use]
pub fn sign(kid: &KeyId, seed: &Key, claims: &AccessClaims) -> String {
    jws::sign(TYPE, kid, seed, claims)
}

/// Checks an access token that is shown at `door` at `now`.
///
/// # Errors
/// Each way to fail has its own.
pub fn verify(
    jwks: &Jwks,
    token: &str,
    door: Door,
    now: UnixMillis,
    leeway_ms: i64,
) -> Result<AccessClaims, AccessError> {
    judged(jws::verify(TYPE, jwks, token, None)?, door, now, leeway_ms)
}

/// As [`verify`], without computing again a signature that `memory` knows.
///
/// # Errors
/// As [`verify`].
pub fn verify_again(
    memory: &Remembered,
    jwks: &Jwks,
    token: &str,
    door: Door,
    now: UnixMillis,
    leeway_ms: i64,
) -> Result<AccessClaims, AccessError> {
    judged(jws::verify(TYPE, jwks, token, Some(memory))?, door, now, leeway_ms)
}

/// What is looked at every time.
fn judged(
    claims: AccessClaims,
    door: Door,
    now: UnixMillis,
    leeway_ms: i64,
) -> Result<AccessClaims, AccessError> {
    if claims.iss != ISSUER {
        return Err(AccessError::Malformed);
    }
    if claims.aud != door {
        return Err(AccessError::OtherDoor);
    }
    if now.plus(-leeway_ms) >= UnixMillis(claims.exp.saturating_mul(1000)) {
        return Err(AccessError::Expired);
    }
    Ok(claims)
}

/// The key that a token names, unverified, so that the edge knows when to fetch the core's
/// keys anew.
#[must_use]
pub fn key_id(token: &str) -> Option<String> {
    jws::key_id(token)
}
