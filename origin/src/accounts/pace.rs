//! How often somebody may ask for what costs a mail or could be guessed.
//!
//! Fixed windows counted in Redis; the edge's own limit by address stands before them. A window
//! that Redis lost begins anew: that is the worst that can happen.

use std::net::{IpAddr, Ipv6Addr};

use frontrow_shared::id::AccountId;
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
}

impl Asked {
    /// How many are answered in one window.
    #[must_use]
    pub fn most(&self) -> u32 {
        match self {
            Self::ResetFor(_) | Self::Verification(_) => 3,
            Self::ResetBy(_) | Self::Password(_) => 10,
        }
    }

    /// The name of the counter. An address stands there as its hash: Redis need not know whom
    /// we write to.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::ResetFor(email) => {
                let hash = Sha256::digest(email.as_str().to_lowercase().as_bytes());
                let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                format!("pace:reset-for:{hash}")
            }
            Self::ResetBy(ip) => format!("pace:reset-by:{}", subscriber(*ip)),
            Self::Verification(account) => format!("pace:verification:{account}"),
            Self::Password(account) => format!("pace:password:{account}"),
        }
    }
}

/// The address as far as it names a subscriber: whoever has IPv6 has a whole /64 at least.
fn subscriber(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (!0 << 64)).into(),
    }
}

/// Counts one more; whether it is still within the window's share.
///
/// # Errors
/// Redis does not answer.
pub async fn take(redis: &RedisHandle, asked: &Asked) -> Result<bool, redis::RedisError> {
    let mut redis = redis.clone();
    let key = asked.key();
    let count: u32 = redis::cmd("INCR").arg(&key).query_async(&mut redis).await?;
    // Every time, and only where there is none: a counter whose first call died here would
    // never end otherwise.
    let expiry: Result<i32, _> =
        redis::cmd("EXPIRE").arg(&key).arg(WINDOW_S).arg("NX").query_async(&mut redis).await;
    expiry?;
    Ok(count <= asked.most())
}
