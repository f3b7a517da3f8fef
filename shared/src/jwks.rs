//! Public Ed25519 keys as a JSON Web Key Set (RFC 7517, RFC 8037): what the edge publishes
//! for passes and the core for access tokens, each for the other.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::keys::{Key, KeyId};

/// The most keys of a set that are looked at.
pub const KEYS_MAX: usize = 16;

/// One public key. Members that we do not know are passed over: a set may hold other kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// `OKP` for ours.
    pub kty: String,
    /// `Ed25519` for ours.
    #[serde(default)]
    pub crv: String,
    /// The key's name.
    #[serde(default)]
    pub kid: String,
    /// The 32 public bytes in base64url.
    #[serde(default)]
    pub x: String,
    /// `EdDSA`.
    #[serde(default)]
    pub alg: String,
    /// `sig`.
    #[serde(default, rename = "use")]
    pub usage: String,
}

/// A set of public keys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Jwks {
    /// The keys, the signing one first.
    pub keys: Vec<Jwk>,
}

impl Jwk {
    /// The public half of the Ed25519 key whose seed is `seed`.
    #[must_use]
    pub fn of_seed(kid: &KeyId, seed: &Key) -> Self {
        let public = SigningKey::from_bytes(seed.bytes()).verifying_key();
        Self {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            kid: kid.as_str().to_owned(),
            x: BASE64_URL_SAFE_NO_PAD.encode(public.as_bytes()),
            alg: "EdDSA".to_owned(),
            usage: "sig".to_owned(),
        }
    }
}

impl Jwks {
    /// The Ed25519 key named `kid`, if the set has a sound one.
    pub(crate) fn ed25519(&self, kid: &str) -> Option<VerifyingKey> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(self.public_half(kid)?).ok()?;
        VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok()
    }

    /// The public half of the key named `kid`, as it is written.
    pub(crate) fn public_half(&self, kid: &str) -> Option<&str> {
        let is_it = |jwk: &&Jwk| jwk.kid == kid && jwk.kty == "OKP" && jwk.crv == "Ed25519";
        self.keys.iter().take(KEYS_MAX).find(is_it).map(|jwk| jwk.x.as_str())
    }

    /// Whether the set names this key.
    #[must_use]
    pub fn names(&self, kid: &str) -> bool {
        self.keys.iter().take(KEYS_MAX).any(|jwk| jwk.kid == kid)
    }
}
