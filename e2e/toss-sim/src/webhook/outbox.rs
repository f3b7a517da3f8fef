//! The webhooks that were written, and how their sending went.

use serde::Serialize;
use serde_json::{Value, json};

use super::ladder;
use crate::clock::{UnixMillis, kst, kst_micros};
use crate::payment::new_transmission_id;

/// Webhooks kept; beyond it the oldest ones that are finished are forgotten.
const TRANSMISSIONS_MAX: usize = 10_000;

/// How a transmission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Waits for its next try.
    Pending,
    /// On its way now.
    Sending,
    /// Answered 200.
    Delivered,
    /// The last try failed.
    Failed,
    /// There is no address to send it to.
    Unregistered,
}

/// One try.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Attempt {
    /// Unix milliseconds of simulated time.
    pub(crate) at_ms: UnixMillis,
    /// The merchant's status; `None` if there was no answer.
    pub(crate) status: Option<u16>,
    /// Why there was none.
    pub(crate) error: Option<String>,
}

/// One webhook on its way to the merchant. Its id stays the same over retries (at Toss that is
/// unverified) and is new when it is sent again by hand.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Transmission {
    pub(crate) id: String,
    pub(crate) body: Value,
    pub(crate) state: State,
    pub(crate) attempts: Vec<Attempt>,
    /// Simulated time of the next try; `None` when there is none to come.
    pub(crate) next_attempt_at_ms: Option<UnixMillis>,
}

/// What the courier carries: everything a try needs.
pub(crate) struct Parcel {
    pub(crate) id: String,
    pub(crate) body: String,
    /// The try's time, in the form of the `transmission-time` header.
    pub(crate) time: String,
    /// Tries before this one.
    pub(crate) retried: usize,
}

/// All webhooks since the start or the last reset.
pub(crate) struct Outbox {
    registered: bool,
    transmissions: Vec<Transmission>,
}

impl Outbox {
    /// `registered`: whether the merchant has a webhook address.
    pub(crate) fn new(registered: bool) -> Self {
        Self { registered, transmissions: Vec::new() }
    }

    /// Writes a PAYMENT_STATUS_CHANGED with the payment as it is now.
    pub(crate) fn payment_status_changed(&mut self, payment: &Value, now: UnixMillis) {
        let body = json!({
            "eventType": "PAYMENT_STATUS_CHANGED",
            "createdAt": kst_micros(now),
            "data": payment,
        });
        self.add(body, now);
    }

    /// Sends a webhook again, whatever became of it; the new transmission's id, or `None` if
    /// there is none under `id`.
    pub(crate) fn resend(&mut self, id: &str, now: UnixMillis) -> Option<String> {
        let body = self.transmissions.iter().find(|sent| sent.id == id)?.body.clone();
        Some(self.add(body, now))
    }

    fn add(&mut self, body: Value, now: UnixMillis) -> String {
        if self.transmissions.len() >= TRANSMISSIONS_MAX {
            let done = |t: &Transmission| !matches!(t.state, State::Pending | State::Sending);
            if let Some(oldest) = self.transmissions.iter().position(done) {
                self.transmissions.remove(oldest);
            }
        }
        let id = new_transmission_id();
        let (state, next) = match self.registered {
            true => (State::Pending, Some(now)),
            false => (State::Unregistered, None),
        };
        self.transmissions.push(Transmission {
            id: id.clone(),
            body,
            state,
            attempts: Vec::new(),
            next_attempt_at_ms: next,
        });
        id
    }

    pub(crate) fn all(&self) -> &[Transmission] {
        &self.transmissions
    }

    /// Whether a try is due.
    pub(crate) fn is_due(&self, now: UnixMillis) -> bool {
        self.registered && self.transmissions.iter().any(|sent| due(sent, now))
    }

    /// Takes all tries that are due; each must come back through [`Outbox::finish`].
    pub(crate) fn take_due(&mut self, now: UnixMillis) -> Vec<Parcel> {
        let take = |sent: &mut Transmission| {
            sent.state = State::Sending;
            Parcel {
                id: sent.id.clone(),
                body: sent.body.to_string(),
                time: kst(now),
                retried: sent.attempts.len(),
            }
        };
        self.transmissions.iter_mut().filter(|sent| due(sent, now)).map(take).collect()
    }

    /// Notes how a try went and plans the next one. Nothing happens after a reset.
    pub(crate) fn finish(&mut self, id: &str, attempt: Attempt) {
        let Some(sent) = self.transmissions.iter_mut().find(|sent| sent.id == id) else { return };
        let delivered = attempt.status == Some(200);
        let at = attempt.at_ms;
        sent.attempts.push(attempt);
        sent.next_attempt_at_ms = match delivered {
            true => None,
            false => ladder::wait_ms(sent.attempts.len()).map(|wait| at + wait),
        };
        sent.state = match (delivered, sent.next_attempt_at_ms) {
            (true, _) => State::Delivered,
            (false, Some(_)) => State::Pending,
            (false, None) => State::Failed,
        };
    }
}

fn due(sent: &Transmission, now: UnixMillis) -> bool {
    sent.state == State::Pending && sent.next_attempt_at_ms.is_some_and(|at| at <= now)
}
