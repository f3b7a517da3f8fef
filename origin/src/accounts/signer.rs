//! The keys and the hasher of this process.

use std::num::NonZero;

use anyhow::Context as _;
use frontrow_shared::access::{self, AccessClaims, AccessError, Door, ISSUER};
use frontrow_shared::id::{AccountId, SessionId};
use frontrow_shared::jwks::{Jwk, Jwks};
use frontrow_shared::keys::{Key, KeyId};
use frontrow_shared::time::UnixMillis;
use sha2::{Digest as _, Sha256};

use super::hashing::PasswordHasher;
use super::refresh;

/// Life of an access token in seconds.
pub const ACCESS_S: i64 = 600;

/// What signing in needs and a process has once.
pub struct Signer {
    /// Hashes passwords, a bounded number at a time.
    pub hasher: PasswordHasher,
    /// Public half, for the edge.
    pub jwks: Jwks,
    pub(super) refresh_key: Key,
    kid: KeyId,
    seed: Key,
}

impl Signer {
    /// A signer from FRONTROW_ACCESS_SEED.
    ///
    /// # Errors
    /// A seed that is not 32 bytes in base64url.
    pub fn new(seed: &str) -> anyhow::Result<Self> {
        let seed = Key::parse(seed).context("give 32 random bytes in base64url")?;
        let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
        let kid = KeyId::parse(&kid_of(&seed)?)?;
        Ok(Self {
            hasher: PasswordHasher::new(workers)?,
            jwks: Jwks { keys: vec![Jwk::of_seed(&kid, &seed)] },
            refresh_key: refresh::key_of(&seed),
            kid,
            seed,
        })
    }

    /// An access token for `door` from `now` on, of an account with this membership grade.
    #[must_use]
    pub fn access(
        &self,
        door: Door,
        account: AccountId,
        session: SessionId,
        membership: i16,
        now: UnixMillis,
    ) -> String {
        let iat = now.seconds();
        let claims = AccessClaims {
            iss: ISSUER.to_owned(),
            aud: door,
            sub: account,
            sid: session,
            mem: membership,
            iat,
            exp: iat + ACCESS_S,
        };
        access::sign(&self.kid, &self.seed, &claims)
    }

    /// Checks an access token of ours, shown at `door` at `now`, with no leeway: it is our own clock.
    ///
    /// # Errors
    /// Each way to fail has its own.
    pub fn verify(
        &self,
        token: &str,
        door: Door,
        now: UnixMillis,
    ) -> Result<AccessClaims, AccessError> {
        access::verify(&self.jwks, token, door, now, 0)
    }
}

/// Names the key by its public half, so that a new seed is a new key id by itself.
fn kid_of(seed: &Key) -> anyhow::Result<String> {
    let public = Jwk::of_seed(&KeyId::parse("unnamed")?, seed).x;
    let hash = Sha256::digest(public.as_bytes());
    Ok(hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_token_is_good_for_ten_minutes_and_under_its_own_key_alone() {
        let signer = Signer::new(&Key::new([3; 32]).to_text()).unwrap();
        let other = Signer::new(&Key::new([4; 32]).to_text()).unwrap();
        let (account, session) = (AccountId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)));
        let token = signer.access(Door::Site, account, session, 2, UnixMillis(1_000));
        let claims = signer.verify(&token, Door::Site, UnixMillis(600_999)).unwrap();
        assert_eq!((claims.sub, claims.sid, claims.mem), (account, session, 2));
        let at = |signer: &Signer, ms| signer.verify(&token, Door::Site, UnixMillis(ms));
        assert_eq!(at(&signer, 601_000), Err(AccessError::Expired));
        assert_eq!(at(&other, 1_000), Err(AccessError::ForeignKey));
        assert!(Signer::new("short").is_err());
    }
}
