//! The world in memory and the one way to touch it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use crate::clock::{Clock, UnixMillis};
use crate::config::{Config, Switches};
use crate::faults::FaultQueue;
use crate::idempotency::IdempotencyKeys;
use crate::ledger::Ledger;
use crate::payment::{Book, expire_overdue};
use crate::rate::RateLimit;
use crate::webhook::Outbox;

/// A running simulator; clones share it.
#[derive(Clone)]
pub(crate) struct Sim {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    clock: Clock,
    base_url: String,
    world: Mutex<World>,
    webhooks_due: Notify,
}

/// Everything that a call can read or change.
pub(crate) struct World {
    /// `http://host:port` of this simulator, for the links in a Payment.
    pub(crate) base_url: String,
    pub(crate) switches: Switches,
    pub(crate) book: Book,
    pub(crate) ledger: Ledger,
    pub(crate) keys: IdempotencyKeys,
    pub(crate) faults: FaultQueue,
    pub(crate) rate: RateLimit,
    pub(crate) webhooks: Outbox,
    /// Payment keys with a confirm or cancel under way; such payments do not expire meanwhile.
    pub(crate) processing: HashSet<String>,
}

impl World {
    fn new(config: &Config, base_url: &str) -> Self {
        Self {
            base_url: base_url.to_owned(),
            switches: config.switches,
            book: Book::default(),
            ledger: Ledger::default(),
            keys: IdempotencyKeys::default(),
            faults: FaultQueue::default(),
            rate: RateLimit::default(),
            webhooks: Outbox::new(config.webhook_url.is_some()),
            processing: HashSet::new(),
        }
    }
}

impl Sim {
    pub(crate) fn new(config: Config, base_url: String) -> Self {
        let world = Mutex::new(World::new(&config, &base_url));
        let inner =
            Inner { config, clock: Clock::default(), base_url, world, webhooks_due: Notify::new() };
        Self { inner: Arc::new(inner) }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.inner.config
    }

    /// `http://host:port` of this simulator.
    pub(crate) fn base_url(&self) -> &str {
        &self.inner.base_url
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Runs `touch` alone on the world at the present moment, after everything whose time has
    /// come by then has happened. It must be quick: the whole simulator waits for it.
    pub(crate) fn with<T>(&self, touch: impl FnOnce(&mut World, UnixMillis) -> T) -> T {
        // A panic inside leaves whole payments behind, so a poisoned world is still a world.
        let mut world = self.inner.world.lock().unwrap_or_else(PoisonError::into_inner);
        // Read under the lock, so that time never runs backwards between two touches.
        let now = self.inner.clock.now();
        expire_overdue(&mut world, now);
        let touched = touch(&mut world, now);
        if world.webhooks.is_due(now) {
            self.inner.webhooks_due.notify_one();
        }
        touched
    }

    /// Waits until a webhook may be due.
    pub(crate) async fn webhooks_due(&self) {
        self.inner.webhooks_due.notified().await;
    }

    /// An empty world at the machine's time. Calls under way end in the new one.
    pub(crate) fn reset(&self) {
        self.inner.clock.reset();
        self.with(|world, _| *world = World::new(&self.inner.config, &self.inner.base_url));
    }
}
