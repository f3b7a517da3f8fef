//! The refresh token and its rotation.
//!
//! A session is a family of tokens numbered by generation. A token names its session and
//! generation and is sealed with HMAC-SHA256 under a key of the core over both and the
//! session's salt. So nothing secret needs to be kept per token: who has the database alone,
//! or the key alone, cannot make one; and the answer to a repeated request, the next token,
//! is the same bytes as the first time.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use frontrow_shared::id::SessionId;
use frontrow_shared::keys::Key;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

/// For how long the token before the newest is still answered: a lost answer, or two tabs
/// that refresh at once, must not end a session.
pub const GRACE_MS: i64 = 10_000;

/// Session, generation and seal.
const BYTES: usize = 16 + 8 + 32;

/// The key of refresh tokens out of the core's seed, so that the seed itself signs access
/// tokens and does nothing else.
#[must_use]
pub fn key_of(seed: &Key) -> Key {
    let mut mac = keyed(seed);
    mac.update(b"frontrow/refresh-key-v1");
    Key::new(mac.finalize().into_bytes().into())
}

/// What a refresh token says; believed only after [`Claim::is_genuine`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The session.
    pub session: SessionId,
    /// Which token of the session, from 1.
    pub generation: i64,
    seal: [u8; 32],
}

impl Claim {
    /// Reads a token; `None` is a text that never was one.
    #[must_use]
    pub fn parse(token: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
        let bytes: [u8; BYTES] = bytes.try_into().ok()?;
        let (session, rest) = bytes.split_first_chunk::<16>()?;
        let (generation, seal) = rest.split_first_chunk::<8>()?;
        Some(Self {
            session: SessionId(Uuid::from_bytes(*session)),
            generation: i64::from_be_bytes(*generation),
            seal: seal.try_into().ok()?,
        })
    }

    /// Whether the core made this token for the session with `salt`; in constant time.
    #[must_use]
    pub fn is_genuine(&self, key: &Key, salt: &[u8]) -> bool {
        mac(key, self.session, self.generation, salt).verify(&self.seal.into()).is_ok()
    }
}

/// The token of `generation` of a session.
#[must_use]
pub fn token(key: &Key, session: SessionId, generation: i64, salt: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(BYTES);
    bytes.extend_from_slice(session.0.as_bytes());
    bytes.extend_from_slice(&generation.to_be_bytes());
    bytes.extend_from_slice(&mac(key, session, generation, salt).finalize().into_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// What to do with a genuine token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The newest token: the next generation takes its place.
    Rotate,
    /// The one before, shortly after: answer with the newest again.
    Repeat,
    /// An old token came back: somebody else has a copy, so the session ends.
    Theft,
}

/// Judges a genuine token of generation `shown` against the session's newest generation,
/// which took the place of the one before `age_ms` ago.
#[must_use]
pub fn judge(shown: i64, newest: i64, age_ms: i64) -> Verdict {
    if shown == newest {
        Verdict::Rotate
    } else if shown == newest - 1 && age_ms <= GRACE_MS {
        Verdict::Repeat
    } else {
        Verdict::Theft
    }
}

/// Every field has a fixed length but the salt, which comes last, so none runs into another.
fn mac(key: &Key, session: SessionId, generation: i64, salt: &[u8]) -> Hmac<Sha256> {
    let mut mac = keyed(key);
    mac.update(b"frontrow-refresh-v1");
    mac.update(session.0.as_bytes());
    mac.update(&generation.to_be_bytes());
    mac.update(salt);
    mac
}

/// RFC 2104 pads a shorter key with zeros, so a padded one gives the same and cannot fail.
fn keyed(key: &Key) -> Hmac<Sha256> {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key.bytes());
    Hmac::new(&block.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: &[u8] = &[7; 16];

    fn session() -> SessionId {
        SessionId(Uuid::from_u128(5))
    }

    #[test]
    fn a_token_reads_back_and_every_changed_byte_shows() {
        let key = Key::new([1; 32]);
        let text = token(&key, session(), 3, SALT);
        let claim = Claim::parse(&text).unwrap();
        assert_eq!((claim.session, claim.generation), (session(), 3));
        assert!(claim.is_genuine(&key, SALT));
        assert!(!claim.is_genuine(&Key::new([2; 32]), SALT));
        assert!(!claim.is_genuine(&key, &[8; 16]));
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(&text).unwrap();
        for i in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[i] ^= 1;
            let claim = Claim::parse(&BASE64_URL_SAFE_NO_PAD.encode(changed)).unwrap();
            assert!(!claim.is_genuine(&key, SALT), "byte {i}");
        }
        assert_eq!(Claim::parse(&text[1..]), None);
        assert_eq!(Claim::parse("not a token"), None);
    }

    #[test]
    fn the_token_before_is_answered_for_ten_seconds_and_is_theft_later() {
        assert_eq!(judge(4, 4, 1_000_000), Verdict::Rotate);
        assert_eq!(judge(3, 4, GRACE_MS), Verdict::Repeat);
        assert_eq!(judge(3, 4, GRACE_MS + 1), Verdict::Theft);
        assert_eq!(judge(2, 4, 0), Verdict::Theft);
    }
}
