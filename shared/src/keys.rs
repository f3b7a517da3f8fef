//! Where every key comes from: HKDF-SHA256 of one root secret, by purpose and key id.
//!
//! One secret to keep, and a key for each use that says nothing about the others. Rotation
//! is a new key id; both ids stand in the ring until whatever the old one signed has run out.
//! The edge holds the root; the core is given the hop and sync keys alone.

use std::fmt;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use hkdf::Hkdf;
use sha2::Sha256;

/// What a key is for. A key of one purpose never works for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signs requests that the edge hands on to the core.
    Hop,
    /// Signs the room's own reports to the core.
    Sync,
    /// Seals queue tokens, which only the edge reads.
    QueueToken,
    /// The Ed25519 seed of passes.
    Pass,
    /// Seals status documents.
    Status,
}

impl Purpose {
    /// The word in the HKDF info.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hop => "hop",
            Self::Sync => "sync",
            Self::QueueToken => "queue-token",
            Self::Pass => "pass",
            Self::Status => "status",
        }
    }
}

/// A text that is not a usable key, key id or ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A key id outside `[a-z0-9-]{1,16}`.
    #[error("a key id is 1 to 16 characters of a-z, 0-9 and -")]
    KeyId,
    /// Not 32 bytes of base64url.
    #[error("a key is 32 bytes in base64url without padding")]
    Key,
    /// Not `kid:key[,kid:key…]`, or a key id twice.
    #[error("a key ring is kid:key[,kid:key] with different key ids, the signing one first")]
    Ring,
}

/// The name of a key: 1 to 16 characters of `a-z`, `0-9` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// Reads a key id.
    ///
    /// # Errors
    /// Any character or length beyond the allowed ones.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let good = (1..=16).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if good { Ok(Self(text.to_owned())) } else { Err(KeyError::KeyId) }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// 32 secret bytes. `Debug` shows none of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// A key of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads base64url without padding.
    ///
    /// # Errors
    /// Anything but exactly 32 bytes.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text.trim()).map_err(|_| KeyError::Key)?;
        bytes.try_into().map(Self).map_err(|_| KeyError::Key)
    }

    /// The secret bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key as it stands in a variable: secret, never for a log.
    #[must_use]
    pub fn to_text(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The key for `purpose` under `kid`, this one being the root secret:
    /// HKDF-SHA256 (RFC 5869) without salt, info `frontrow/<purpose>/<kid>`.
    #[must_use]
    pub fn derive(&self, purpose: Purpose, kid: &KeyId) -> Self {
        let info = format!("frontrow/{}/{kid}", purpose.as_str());
        let mut key = [0; 32];
        // 32 bytes are one block, and HKDF refuses only lengths beyond 255 blocks.
        let expanded = Hkdf::<Sha256>::new(None, &self.0).expand(info.as_bytes(), &mut key);
        debug_assert!(expanded.is_ok());
        Self(key)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// The keys of one purpose: the first signs, all of them verify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRing {
    keys: Vec<(KeyId, Key)>,
}

impl KeyRing {
    /// A ring of one key.
    #[must_use]
    pub fn of(kid: KeyId, key: Key) -> Self {
        Self { keys: vec![(kid, key)] }
    }

    /// Reads `kid:key[,kid2:key2…]`, keys in base64url, the signing one first.
    ///
    /// # Errors
    /// A part that is not a key id and a key, none at all, or a key id twice.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut keys: Vec<(KeyId, Key)> = Vec::new();
        for part in text.trim().split(',') {
            let (kid, key) = part.split_once(':').ok_or(KeyError::Ring)?;
            let kid = KeyId::parse(kid.trim())?;
            if keys.iter().any(|(known, _)| *known == kid) {
                return Err(KeyError::Ring);
            }
            keys.push((kid, Key::parse(key)?));
        }
        Ok(Self { keys })
    }

    /// The ring as it stands in a variable: secret, never for a log.
    #[must_use]
    pub fn to_text(&self) -> String {
        let parts: Vec<String> =
            self.keys.iter().map(|(kid, key)| format!("{kid}:{}", key.to_text())).collect();
        parts.join(",")
    }

    /// The key that signs.
    #[must_use]
    pub fn signing(&self) -> (&KeyId, &Key) {
        let (kid, key) = &self.keys[0]; // never empty: both constructors see to it
        (kid, key)
    }

    /// The key named `kid`.
    #[must_use]
    pub fn get(&self, kid: &str) -> Option<&Key> {
        self.keys.iter().find(|(known, _)| known.as_str() == kid).map(|(_, key)| key)
    }

    /// Every key id with its key, the signing one first.
    pub fn iter(&self) -> impl Iterator<Item = (&KeyId, &Key)> {
        self.keys.iter().map(|(kid, key)| (kid, key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> Key {
        Key::new(std::array::from_fn(|i| u8::try_from(i).unwrap()))
    }

    #[test]
    fn derivation_is_fixed_for_ever() {
        // Computed with `openssl kdf HKDF` from the root 00 01 … 1f.
        let kid = KeyId::parse("k1").unwrap();
        let hex = |key: Key| key.bytes().iter().map(|b| format!("{b:02x}")).collect::<String>();
        assert_eq!(hex(root().derive(Purpose::Hop, &kid)), KNOWN_HOP);
        assert_eq!(hex(root().derive(Purpose::Pass, &kid)), KNOWN_PASS);
    }

    const KNOWN_HOP: &str = "7f48ff436739f56c3b8c375b50588c41be3fcdf5bdd1910970499b888473a701";
    const KNOWN_PASS: &str = "5867f016c257e06b33f2cca1630c3dfd8067c43aaaac16d68866d2fdc4fd01ff";

    #[test]
    fn every_purpose_and_kid_has_its_own_key() {
        let mut seen = std::collections::HashSet::new();
        for purpose in
            [Purpose::Hop, Purpose::Sync, Purpose::QueueToken, Purpose::Pass, Purpose::Status]
        {
            for kid in ["k1", "k2"] {
                let key = root().derive(purpose, &KeyId::parse(kid).unwrap());
                assert!(seen.insert(*key.bytes()));
            }
        }
    }

    #[test]
    fn a_ring_reads_back_and_bad_ones_are_refused() {
        let kid = KeyId::parse("k2").unwrap();
        let text =
            format!("k2:{},k1:{}", root().to_text(), root().derive(Purpose::Hop, &kid).to_text());
        let ring = KeyRing::parse(&text).unwrap();
        assert_eq!(ring.to_text(), text);
        assert_eq!(ring.signing().0.as_str(), "k2");
        assert!(ring.get("k1").is_some() && ring.get("k3").is_none());
        let key = root().to_text();
        for bad in
            ["", "k1", "k1:", "k1:AAAA", ":AAAA", &format!("K1:{key}"), &format!("k1:{key},")]
        {
            assert!(KeyRing::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(KeyRing::parse(&format!("k1:{key},k1:{key}")), Err(KeyError::Ring));
    }

    #[test]
    fn debug_shows_no_secret() {
        assert_eq!(format!("{:?}", root()), "Key(…)");
    }
}
