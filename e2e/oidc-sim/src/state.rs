//! The issuer's world in memory; one lock, never held across an await.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::control::Fault;
use crate::key::{Key, KeyError};

/// The one client of the issuer.
#[derive(Debug, Clone)]
pub struct Config {
    /// Its id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// Where people may be sent back to; exactly this address.
    pub redirect_uri: String,
}

/// What a client asked for, as far as it comes back later.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) state: String,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: String,
}

/// Who somebody says they are.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) subject: String,
    pub(crate) email: String,
    pub(crate) email_verified: bool,
    pub(crate) name: String,
}

/// A code that was not redeemed yet.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) asked: Asked,
    pub(crate) person: Person,
    pub(crate) made: Instant,
}

/// What changes.
pub(crate) struct World {
    pub(crate) key: Key,
    pub(crate) asked: HashMap<String, Asked>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) faults: VecDeque<Fault>,
}

/// The issuer.
#[derive(Clone)]
pub(crate) struct Sim(Arc<Parts>);

struct Parts {
    issuer: String,
    config: Config,
    world: Mutex<World>,
}

impl Sim {
    pub(crate) fn new(issuer: String, config: Config) -> Result<Self, KeyError> {
        let world = World {
            key: Key::generate()?,
            asked: HashMap::new(),
            codes: HashMap::new(),
            faults: VecDeque::new(),
        };
        Ok(Self(Arc::new(Parts { issuer, config, world: Mutex::new(world) })))
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.0.issuer
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        // A panic elsewhere leaves the maps whole: no invariant spans two of them.
        self.0.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A fresh name that nobody guesses.
pub(crate) fn fresh() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}
