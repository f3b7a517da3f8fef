//! Misfortune on order: what the next calls of an endpoint run into.

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::errors::{Code, TossError};

/// Faults waiting at once, over all endpoints.
pub(crate) const FAULTS_MAX: usize = 1_000;
/// The longest delay that can be ordered.
pub(crate) const DELAY_MS_MAX: u64 = 600_000;

/// Where a fault waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Endpoint {
    /// `POST /v1/payments/confirm`
    Confirm,
    /// `POST /v1/payments/{paymentKey}/cancel`
    Cancel,
    /// Both reads.
    Read,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// The connection closes; nothing was executed, the key is not used up.
    DropBefore,
    /// Executed and recorded; then the connection closes without a byte.
    DropAfterApproval,
    /// Executed and recorded; answered 500.
    #[serde(rename = "error_500_after_approval")]
    Error500AfterApproval,
    /// Not executed; answered 500.
    #[serde(rename = "error_500_before")]
    Error500Before,
    /// Execution starts `delay_ms` late (1 s if not said); meanwhile the call is running.
    Delay,
    /// Executed and recorded; the answer never comes, and after `delay_ms` (90 s if not said)
    /// the connection closes.
    Hang,
    /// Not executed; answered 429.
    #[serde(rename = "status_429")]
    Status429,
    /// Not executed; answered 400 PROVIDER_ERROR, which is transient all the same.
    ProviderError,
    /// Executed and recorded; the body breaks off in the middle.
    TruncatedJson,
    /// Executed; the answer has fields nobody has heard of.
    ExtraFields,
    /// Not executed; answered as if another call on the payment were running.
    S008,
    /// Confirm only: the card company refuses (`code`, REJECT_CARD_PAYMENT if not said) and the
    /// payment is ABORTED.
    Decline,
    /// Not executed; refused with `code`, whatever the call before it came to.
    Refuse,
}

impl Kind {
    /// Whether it can hit the replay of a stored answer, which executes nothing.
    fn hits_replays(self) -> bool {
        matches!(
            self,
            Self::DropBefore
                | Self::DropAfterApproval
                | Self::Delay
                | Self::Hang
                | Self::Status429
                | Self::TruncatedJson
                | Self::Refuse
        )
    }

    fn default_delay_ms(self) -> u64 {
        match self {
            Self::Hang => 90_000,
            Self::Delay => 1_000,
            _ => 0,
        }
    }
}

/// One ordered fault.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Fault {
    pub(crate) endpoint: Endpoint,
    pub(crate) kind: Kind,
    pub(crate) delay_ms: u64,
    /// The code of a decline or a refusal.
    #[serde(skip)]
    pub(crate) decline: Code,
}

impl Fault {
    /// The refusal that stands in for execution.
    pub(crate) fn instead(self) -> Option<TossError> {
        match self.kind {
            Kind::Error500Before => Some(Code::FailedInternal.into()),
            Kind::Status429 => Some(Code::TooManyRequests.into()),
            Kind::ProviderError => Some(Code::ProviderError.into()),
            Kind::S008 => Some(TossError::STILL_PROCESSING),
            Kind::Refuse => Some(self.decline.into()),
            _ => None,
        }
    }

    pub(crate) fn new(
        endpoint: Endpoint,
        kind: Kind,
        delay_ms: Option<u64>,
        decline: Option<Code>,
    ) -> Self {
        Self {
            endpoint,
            kind,
            delay_ms: delay_ms.unwrap_or(kind.default_delay_ms()),
            decline: decline.unwrap_or(Code::RejectCardPayment),
        }
    }

    pub(crate) fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms)
    }
}

/// The faults that wait, first ordered first met.
#[derive(Default)]
pub(crate) struct FaultQueue {
    waiting: VecDeque<Fault>,
}

impl FaultQueue {
    /// Adds `fault` `times` times; false if that would pass [`FAULTS_MAX`].
    pub(crate) fn order(&mut self, fault: Fault, times: usize) -> bool {
        if self.waiting.len().saturating_add(times) > FAULTS_MAX {
            return false;
        }
        self.waiting.extend(std::iter::repeat_n(fault, times));
        true
    }

    /// The first fault that applies to a call, taken off the queue.
    pub(crate) fn take(&mut self, endpoint: Endpoint, is_replay: bool) -> Option<Fault> {
        let met = self.waiting.iter().position(|fault| {
            fault.endpoint == endpoint && (!is_replay || fault.kind.hits_replays())
        })?;
        self.waiting.remove(met)
    }

    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Fault> {
        self.waiting.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }
}
