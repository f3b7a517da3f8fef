//! The Redis keys of one performance.
//!
//! All carry the hash tag `{p:<performance>}`: a performance is one slot of a cluster, and a
//! script may touch all of it at once.

use frontrow_shared::id::PerformanceId;

/// What is kept for a performance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Hash: `ready`, `epoch`, `seats`, `version` of the map, `home` and, while a rebuild runs,
    /// `building`.
    Meta,
    /// Hash: seat → `version state`, as PostgreSQL last said it.
    Truth,
    /// Hash: seat → `fence expires_ms account`. A claim stands only on a seat whose truth is free.
    Claims,
    /// Hash: account → hold record (`HoldRecord`); one live hold an account.
    Holds,
    /// Sorted set: account by the time at which its hold runs out.
    Due,
    /// String: two bits a seat, as `shared::seatmap` reads them.
    Map,
    /// Set: seats that somebody waits for; one of them that comes back is kept, not freed.
    Waited,
}

impl Key {
    /// The word for it in script headers and in the key.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Truth => "truth",
            Self::Claims => "claims",
            Self::Holds => "holds",
            Self::Due => "due",
            Self::Map => "map",
            Self::Waited => "waited",
        }
    }

    /// The key for a performance.
    #[must_use]
    pub fn of(self, performance: PerformanceId) -> String {
        format!("{{p:{}}}:{}", performance.0.simple(), self.word())
    }
}
