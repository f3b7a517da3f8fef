//! The rate limit of Toss's test mode: so many requests a minute and endpoint, as a switch.

use std::collections::HashMap;

use crate::clock::UnixMillis;
use crate::faults::Endpoint;

const WINDOW_MS: i64 = 60_000;

/// Requests counted in the current minute of simulated time.
#[derive(Default)]
pub(crate) struct RateLimit {
    minute: i64,
    counts: HashMap<Endpoint, u32>,
}

impl RateLimit {
    /// Counts a request; false if it is one too many.
    pub(crate) fn admit(&mut self, endpoint: Endpoint, limit: u32, now: UnixMillis) -> bool {
        let minute = now / WINDOW_MS;
        if minute != self.minute {
            self.minute = minute;
            self.counts.clear();
        }
        let count = self.counts.entry(endpoint).or_default();
        if *count >= limit {
            return false;
        }
        *count += 1;
        true
    }
}
