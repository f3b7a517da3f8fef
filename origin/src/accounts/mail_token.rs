//! The secret of a mailed link.
//!
//! 256 random bits, in the mail alone: the table knows the SHA-256. Looking that up by an index
//! tells nothing about the token, however long it takes.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use sha2::{Digest as _, Sha256};

/// Bytes of a token.
pub const BYTES: usize = 32;

/// What a mailed link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Proves that its reader reads mail at the address.
    Verify,
    /// Sets a new password.
    Reset,
}

impl Purpose {
    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Reset => "reset",
        }
    }

    /// For how many minutes the link is good: a new password is asked for by somebody who is
    /// waiting for it.
    #[must_use]
    pub fn minutes(self) -> i32 {
        match self {
            Self::Verify => 24 * 60,
            Self::Reset => 30,
        }
    }

    /// The page of the site that takes the link, with the token where no server sees it.
    #[must_use]
    pub fn link(self, site: &str, token: &str) -> String {
        format!("{site}/{}/#{token}", self.as_str())
    }
}

/// The token of these random bytes.
#[must_use]
pub fn text(random: [u8; BYTES]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(random)
}

/// What the table knows of a token; nothing for a text that never was one.
#[must_use]
pub fn hash(token: &str) -> Option<[u8; 32]> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok().filter(|bytes| bytes.len() == BYTES)?;
    Some(Sha256::digest(bytes).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_hash_and_other_texts_are_none() {
        let token = text([7; BYTES]);
        assert_eq!(hash(&token), Some(Sha256::digest([7; BYTES]).into()));
        for other in ["", "short", &token[1..], &format!("{token}AA"), "é"] {
            assert_eq!(hash(other), None, "{other}");
        }
        let link = Purpose::Reset.link("http://localhost:8787", &token);
        assert_eq!(link, format!("http://localhost:8787/reset/#{token}"));
    }
}
