//! The signing key: RSA, since RS256 is what every client has to take (OIDC Core, 15.1).

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Value, json};

/// A key could not be made or used.
#[derive(Debug)]
pub(crate) struct KeyError;

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the RSA key could not be made or used")
    }
}

impl std::error::Error for KeyError {}

/// A key and its name.
pub(crate) struct Key {
    kid: String,
    pair: KeyPair,
}

impl Key {
    pub(crate) fn generate() -> Result<Self, KeyError> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError)?;
        Ok(Self { kid: crate::state::fresh(), pair })
    }

    /// The public half, as it stands in the JWKS.
    pub(crate) fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        let text = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        json!({
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid,
            "n": text(public.modulus().big_endian_without_leading_zero()),
            "e": text(public.exponent().big_endian_without_leading_zero()),
        })
    }

    /// A compact JWS over `claims`, under this key's name unless `kid` says another.
    pub(crate) fn sign(&self, claims: &Value, kid: Option<&str>) -> Result<String, KeyError> {
        let kid = kid.unwrap_or(&self.kid);
        let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": kid });
        let signed = format!("{}.{}", part(&header), part(claims));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .map_err(|_| KeyError)?;
        Ok(format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The key's name.
    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }
}
