//! How often somebody may ask for what costs a mail or could be guessed.
//!
//! Fixed windows counted in Redis; the edge's own limit by address stands before them. A window
//! that Redis lost begins anew: that is the worst that can happen.

use std::net::IpAddr;

use frontrow_shared::id::AccountId;
use frontrow_shared::subscriber;
use sha2::{Digest as _, Sha256};

use super::Email;
use crate::redis::RedisHandle;

/// Length of every window, in seconds. Shorter than a reset link lives: the newest of those
/// that were let through is always still good.
pub const WINDOW_S: u32 = 600;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Mails for a new password, by the address that was typed.
    ResetFor(Email),
    /// The same by client, so that nobody asks for everybody.
    ResetBy(IpAddr),
    /// Mails that verify an account's address.
    Verification(AccountId),
    /// The account's own password, asked again before something weighty.
    Password(AccountId),
    /// Wrong passwords on the site for one address, by one client.
    GuessBy(Email, IpAddr),
    /// The same by all clients together: who guesses may have many addresses. Far larger, and
    /// counted after the one by client, so that a stranger alone keeps nobody out.
    GuessFor(Email),
    /// Wrong passwords of staff, who come by the internal listener and have no client's address.
    StaffGuess(Email),
    /// New accounts, by client. Many people may share an address, a school or a mobile network on
    /// the day of an on-sale: as many as the edge lets through, but to all of an IPv6 /64 together.
    SignUp(IpAddr),
}

impl Asked {
    /// How many are answered in one window.
    #[must_use]
    pub fn most(&self) -> u32 {
        match self {
            Self::ResetFor(_) | Self::Verification(_) => 3,
            Self::ResetBy(_) | Self::Password(_) | Self::GuessBy(..) => 10,
            Self::StaffGuess(_) => 20,
            Self::GuessFor(_) => 100,
            Self::SignUp(_) => 300,
        }
    }

    /// The name of the counter. An address stands there as its hash: Redis need not know whom
    /// we write to.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::ResetFor(email) => format!("pace:reset-for:{}", hashed(email)),
            Self::ResetBy(ip) => format!("pace:reset-by:{}", subscriber::of(*ip)),
            Self::Verification(account) => format!("pace:verification:{account}"),
            Self::Password(account) => format!("pace:password:{account}"),
            Self::GuessBy(email, ip) => {
                format!("pace:guess-by:{}:{}", subscriber::of(*ip), hashed(email))
            }
            Self::GuessFor(email) => format!("pace:guess-for:{}", hashed(email)),
            Self::StaffGuess(email) => format!("pace:staff-guess:{}", hashed(email)),
            Self::SignUp(ip) => format!("pace:sign-up:{}", subscriber::of(*ip)),
        }
    }
}

fn hashed(email: &Email) -> String {
    let hash = Sha256::digest(email.as_str().to_lowercase().as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Counts one more; whether it is still within the window's share.
///
/// # Errors
/// Redis does not answer.
pub async fn take(redis: &RedisHandle, asked: &Asked) -> Result<bool, redis::RedisError> {
    Ok(count(redis, "INCR", asked).await? <= i64::from(asked.most()))
}

/// Gives back what was taken: it turned out not to count.
///
/// # Errors
/// Redis does not answer.
pub async fn give_back(redis: &RedisHandle, asked: &Asked) -> Result<(), redis::RedisError> {
    count(redis, "DECR", asked).await.map(|_| ())
}

async fn count(redis: &RedisHandle, step: &str, asked: &Asked) -> Result<i64, redis::RedisError> {
    let mut redis = redis.clone();
    let key = asked.key();
    let count: i64 = redis::cmd(step).arg(&key).query_async(&mut redis).await?;
    // Every time, and only where there is none: a counter whose first call died here would
    // never end otherwise.
    let expiry: Result<i32, _> =
        redis::cmd("EXPIRE").arg(&key).arg(WINDOW_S).arg("NX").query_async(&mut redis).await;
    expiry?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscriber_and_an_address_have_one_counter_however_they_are_written() {
        let by = |email: &str, ip: &str| {
            Asked::GuessBy(Email::parse(email).unwrap(), ip.parse().unwrap()).key()
        };
        let key = by("Minji@example.com", "2001:db8:0:7::1");
        assert_eq!(key, by("minji@EXAMPLE.com", "2001:db8:0:7:ffff::2"));
        assert_ne!(key, by("minji@example.com", "2001:db8:0:8::1"));
        assert_ne!(key, by("minjin@example.com", "2001:db8:0:7::1"));
        assert!(!key.contains("minji"), "{key}");
    }
}
