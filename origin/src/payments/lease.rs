//! How long a worker may be silent before another one takes over what it asks the provider.
//!
//! Whoever waits for an answer shows every few seconds that it lives, so that after a `kill -9`
//! others wait for this and not for as long as a provider may take. A worker that froze and comes
//! back does no harm: both use the stored key, and every step locks and looks before it writes.

use std::time::Duration;

/// Seconds of a lease: several signs of life, for a database that is slow once.
pub(super) const SECONDS: f64 = 20.0;

/// How often a worker that waits shows that it lives.
pub(crate) const SIGN_OF_LIFE: Duration = Duration::from_secs(5);
