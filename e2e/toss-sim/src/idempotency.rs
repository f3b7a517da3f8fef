//! Idempotency keys: the first answer under a key is the only one, for 15 days.
//!
//! A call is the same call if key, API key, URL and method are equal; the body is *not* looked
//! at, so a corrected body under an old key gets the old refusal again.

use std::collections::HashMap;

use crate::clock::UnixMillis;
use crate::payment::Reply;

/// How long an answer is kept, from the first use of its key.
const KEPT_MS: i64 = 15 * 24 * 60 * 60 * 1000;
/// Keys kept at once; `POST /_sim/reset` empties them.
const KEYS_MAX: usize = 500_000;

/// What makes two calls the same call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    pub(crate) key: String,
    pub(crate) api_key: String,
    pub(crate) method: String,
    pub(crate) url: String,
}

/// What a call finds under its key.
#[derive(Debug)]
pub(crate) enum Seen {
    /// Nothing: it is the first, and now marked as running.
    First,
    /// The first one still runs.
    Running,
    /// No more keys can be kept.
    Full,
    /// The first one's answer.
    Answered(Reply),
}

struct Record {
    first_used: UnixMillis,
    /// `None` while running.
    reply: Option<Reply>,
}

/// Every key in use.
#[derive(Default)]
pub(crate) struct IdempotencyKeys {
    records: HashMap<Identity, Record>,
}

impl IdempotencyKeys {
    /// Looks a call up and marks it as running if it is the first.
    pub(crate) fn begin(&mut self, identity: &Identity, now: UnixMillis) -> Seen {
        if let Some(record) = self.records.get(identity)
            && now < record.first_used + KEPT_MS
        {
            return record.reply.clone().map_or(Seen::Running, Seen::Answered);
        }
        if self.records.len() >= KEYS_MAX {
            self.records.retain(|_, record| now < record.first_used + KEPT_MS);
            if self.records.len() >= KEYS_MAX {
                tracing::error!("{KEYS_MAX} idempotency keys are in use: POST /_sim/reset");
                return Seen::Full;
            }
        }
        self.records.insert(identity.clone(), Record { first_used: now, reply: None });
        Seen::First
    }

    /// Ends a running call: binds `reply` to the key if Toss would, else forgets the key.
    pub(crate) fn end(&mut self, identity: &Identity, reply: &Reply, bind_server_errors: bool) {
        if is_bound(reply.status, bind_server_errors) {
            if let Some(record) = self.records.get_mut(identity) {
                record.reply = Some(reply.clone());
            }
        } else {
            self.forget(identity);
        }
    }

    /// Ends a running call that left no trace.
    pub(crate) fn forget(&mut self, identity: &Identity) {
        self.records.remove(identity);
    }
}

/// Successes and definite refusals are bound. "Still running" and "too many" are not answers to
/// the call itself. Whether 5xx are is a switch.
fn is_bound(status: u16, bind_server_errors: bool) -> bool {
    match status {
        409 | 429 => false,
        500.. => bind_server_errors,
        _ => true,
    }
}
