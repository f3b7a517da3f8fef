//! The core's own reading of time.
//!
//! Only for what a process may decide by itself: signatures, tokens, leases in memory.
//! Deadlines that two processes must agree on are compared by PostgreSQL's `frontrow_now()`.

use std::time::{SystemTime, UNIX_EPOCH};

use frontrow_shared::time::UnixMillis;

/// The wall clock of this host.
#[must_use]
pub fn wall() -> UnixMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixMillis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// An instant of the database as the rules use it.
#[must_use]
pub fn millis(at: time::OffsetDateTime) -> UnixMillis {
    UnixMillis(i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX))
}
