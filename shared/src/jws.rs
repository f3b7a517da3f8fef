//! Compact JSON Web Signatures (RFC 7515) with EdDSA and nothing else.
//!
//! The algorithm is fixed by us and never taken from the token; `verify_strict` refuses the
//! second spellings of a signature that plain Ed25519 lets through.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use ed25519_dalek::{Signature, Signer as _, SigningKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::jwks::Jwks;
use crate::keys::{Key, KeyId};
use crate::remembered::Remembered;

/// The longest token that is looked at, in bytes.
const TOKEN_MAX: usize = 2048;

/// How any of our signed tokens can fail before its claims are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JwsError {
    Malformed,
    ForeignKey,
    Forged,
}

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

/// Signs `claims` as a token of type `typ` with the Ed25519 key of `seed`.
pub(crate) fn sign(typ: &str, kid: &KeyId, seed: &Key, claims: &impl Serialize) -> String {
    let header =
        Header { alg: "EdDSA".to_owned(), kid: kid.as_str().to_owned(), typ: typ.to_owned() };
    let mut token = part(&header);
    token.push('.');
    token.push_str(&part(claims));
    let signature = SigningKey::from_bytes(seed.bytes()).sign(token.as_bytes());
    token.push('.');
    token.push_str(&BASE64_URL_SAFE_NO_PAD.encode(signature.to_bytes()));
    token
}

fn part(value: &impl Serialize) -> String {
    // Plain structs of strings and integers: they always serialise.
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).unwrap_or_default())
}

/// The key id that a token names, unverified: only good for deciding which keys to fetch.
pub(crate) fn key_id(token: &str) -> Option<String> {
    let (header, _) = token.split_once('.').filter(|_| token.len() <= TOKEN_MAX)?;
    read::<Header>(header).map(|header| header.kid)
}

/// Checks type, key and signature, and only then reads the claims. A signature that `memory` knows
/// is not computed again.
pub(crate) fn verify<C: DeserializeOwned>(
    typ: &str,
    jwks: &Jwks,
    token: &str,
    memory: Option<&Remembered>,
) -> Result<C, JwsError> {
    let (signed, signature) =
        token.rsplit_once('.').filter(|_| token.len() <= TOKEN_MAX).ok_or(JwsError::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(JwsError::Malformed)?;
    let header: Header = read(header).ok_or(JwsError::Malformed)?;
    if header.alg != "EdDSA" || header.typ != typ {
        return Err(JwsError::Malformed);
    }
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).map_err(|_| JwsError::Malformed)?;
    let signature = Signature::from_slice(&signature).map_err(|_| JwsError::Malformed)?;
    let x = jwks.public_half(&header.kid).ok_or(JwsError::ForeignKey)?;
    if !memory.is_some_and(|memory| memory.knows(token, x)) {
        let key = jwks.ed25519(&header.kid).ok_or(JwsError::ForeignKey)?;
        key.verify_strict(signed.as_bytes(), &signature).map_err(|_| JwsError::Forged)?;
        if let Some(memory) = memory {
            memory.keep(token, x);
        }
    }
    read(claims).ok_or(JwsError::Malformed)
}

fn read<T: DeserializeOwned>(part: &str) -> Option<T> {
    let json = BASE64_URL_SAFE_NO_PAD.decode(part).ok()?;
    serde_json::from_slice(&json).ok()
}
