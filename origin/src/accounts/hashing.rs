//! Password hashing: argon2id, a bounded number at a time.
//!
//! One hash takes 19 MiB and some 20 ms of a core on purpose. Without a bound an on-sale's
//! sign-ins would take all memory and processor time from the people who are buying; above
//! it the answer is "come back in a moment", which costs nothing.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use frontrow_shared::spelling;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

/// Memory, passes and lanes: OWASP's password storage cheat sheet, argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// How many may wait for each one that works: about a third of a second of waiting.
const WAITING_PER_WORKER: usize = 16;

/// Why a password was not hashed or compared.
#[derive(Debug, thiserror::Error)]
pub enum HashingError {
    /// The bound is reached.
    #[error("too many people are signing in at this moment")]
    Busy,
    /// Not the person's fault.
    #[error("password hashing failed: {0}")]
    Broken(String),
}

/// Hashes and compares passwords; clones share the bound.
#[derive(Clone)]
pub struct PasswordHasher {
    admitted: Arc<Semaphore>,
    working: Arc<Semaphore>,
    argon2: Argon2<'static>,
    /// Compared against when there is no account, so that the answer takes as long.
    decoy: Arc<str>,
}

impl PasswordHasher {
    /// A hasher that works on `workers` passwords at once.
    ///
    /// # Errors
    /// Parameters that argon2 refuses, which a test rules out.
    pub fn new(workers: usize) -> Result<Self, HashingError> {
        let workers = workers.max(1);
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(broken)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash_now(&argon2, "nobody has this password", [0; 16])?;
        Ok(Self {
            admitted: Arc::new(Semaphore::new(workers * (1 + WAITING_PER_WORKER))),
            working: Arc::new(Semaphore::new(workers)),
            argon2,
            decoy: decoy.into(),
        })
    }

    /// The hash of a new password in PHC form. `salt` must be random.
    ///
    /// # Errors
    /// [`HashingError::Busy`] above the bound.
    pub async fn hash(
        &self,
        password: SecretString,
        salt: [u8; 16],
    ) -> Result<String, HashingError> {
        let argon2 = self.argon2.clone();
        let password = one_spelling(&password);
        self.bounded(move || hash_now(&argon2, password.expose_secret(), salt)).await
    }

    /// Whether `password` is the one behind `hash`. Without a hash the answer is no, and takes
    /// as long as with one.
    ///
    /// # Errors
    /// [`HashingError::Busy`] above the bound; a hash that cannot be read.
    pub async fn verify(
        &self,
        password: SecretString,
        hash: Option<String>,
    ) -> Result<bool, HashingError> {
        let argon2 = self.argon2.clone();
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.to_string());
        self.bounded(move || {
            let hash = PasswordHash::new(&hash).map_err(broken)?;
            let is = |password: &SecretString| {
                argon2.verify_password(password.expose_secret().as_bytes(), &hash).is_ok()
            };
            let spelt = one_spelling(&password);
            // A hash from before there was one spelling is of what was typed.
            let typed = spelt.expose_secret() != password.expose_secret();
            Ok((is(&spelt) || (typed && is(&password))) && known)
        })
        .await
    }

    /// Runs `work` on a thread of its own, when it is its turn.
    async fn bounded<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashingError> + Send + 'static,
    ) -> Result<T, HashingError> {
        let _admitted = self.admitted.try_acquire().map_err(|_| HashingError::Busy)?;
        // The permit moves into the thread: a closed connection drops this future, not the
        // work, and the bound must count the work.
        let working = Arc::clone(&self.working).acquire_owned().await.map_err(broken)?;
        tokio::task::spawn_blocking(move || {
            let result = work();
            drop(working);
            result
        })
        .await
        .map_err(broken)?
    }
}

/// A password typed on another keyboard is the same password (NFC; RFC 8265, 4.2).
fn one_spelling(password: &SecretString) -> SecretString {
    spelling::composed(password.expose_secret()).into()
}

fn hash_now(argon2: &Argon2<'_>, password: &str, salt: [u8; 16]) -> Result<String, HashingError> {
    let salt = SaltString::encode_b64(&salt).map_err(broken)?;
    Ok(argon2.hash_password(password.as_bytes(), &salt).map_err(broken)?.to_string())
}

fn broken(error: impl std::fmt::Display) -> HashingError {
    HashingError::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_no_other() {
        let hasher = PasswordHasher::new(1).unwrap();
        let hash = hasher.hash("correct horse".into(), [9; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(hasher.verify("correct horse".into(), Some(hash.clone())).await.unwrap());
        assert!(!hasher.verify("wrong horse".into(), Some(hash)).await.unwrap());
        let hash = hasher.hash("가나다라마바사".into(), [9; 16]).await.unwrap();
        let decomposed = "\u{1100}\u{1161}나다라마바사";
        assert!(hasher.verify(decomposed.into(), Some(hash)).await.unwrap());
        // The decoy's own password opens nothing.
        assert!(!hasher.verify("nobody has this password".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn above_the_bound_the_answer_is_busy_at_once() {
        let hasher = PasswordHasher::new(1).unwrap();
        let all = u32::try_from(1 + WAITING_PER_WORKER).unwrap();
        let taken = hasher.admitted.acquire_many(all).await.unwrap();
        let refused = hasher.verify("x".into(), None).await;
        assert!(matches!(refused, Err(HashingError::Busy)));
        drop(taken);
        assert!(!hasher.verify("x".into(), None).await.unwrap());
    }
}
