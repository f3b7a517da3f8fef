//! What every request can reach. Built once, here; cheap to clone.

use std::ops::Deref;
use std::sync::Arc;

use anyhow::Context as _;
use frontrow_shared::keys::KeyRing;
use metrics_exporter_prometheus::PrometheusHandle;
use sqlx::PgPool;
use tokio::sync::Semaphore;

use crate::accounts::Signer;
use crate::accounts::outside::Issuers;
use crate::catalog::Recent;
use crate::config::{ServeConfig, TossConfig};
use crate::figures::FiguresMemory;
use crate::http::tally::ProblemTally;
use crate::jobs::Jobs;
use crate::mail::MailPort;
use crate::orders::pay::webhook;
use crate::payments::provider::Provider;
use crate::payments::toss::{Toss, TossSettings};
use crate::redis::RedisHandle;
use crate::rooms::{EdgeKeys, LivePasses};
use crate::seats::SeatsMemory;
use crate::warmup::Site;

/// Shared state; derefs to [`Parts`].
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

/// The parts of the state. A capability that keeps something in memory (a cache, a client)
/// has one field here.
pub struct Parts {
    /// What the environment said.
    pub config: ServeConfig,
    /// PostgreSQL.
    pub db: PgPool,
    /// Redis.
    pub redis: RedisHandle,
    /// The keys that the core holds.
    pub keys: CoreKeys,
    /// Public keys of passes.
    pub edge_keys: EdgeKeys,
    /// Which passes have ended, remembered for a second.
    pub live_passes: LivePasses,
    /// Signs people in.
    pub signer: Signer,
    /// Outside issuers through which people may sign in.
    pub outside: Issuers,
    /// How mail leaves; without it mail waits.
    pub mail: Option<Arc<dyn MailPort>>,
    /// What was read of the catalog within the last second.
    pub catalog: Recent,
    /// Who takes the money.
    pub provider: Arc<dyn Provider>,
    /// Seat maps and hold epochs, remembered for a second.
    pub seats: SeatsMemory,
    /// Figures of sales, remembered for a second.
    pub figures: FiguresMemory,
    /// Problems that were answered and not written down yet.
    pub problems: ProblemTally,
    /// The site, as everybody reaches it.
    pub site: Site,
    /// Places in which it is looked what webhooks speak of, so that nobody who pays waits for them.
    pub looks: Semaphore,
    /// Repeating jobs and detached tasks.
    pub jobs: Jobs,
    /// What `/metrics` renders.
    pub metrics: PrometheusHandle,
}

/// The symmetric keys that the edge shares with the core.
pub struct CoreKeys {
    /// Signs requests of the gate.
    pub hop: KeyRing,
    /// Signs requests of the rooms.
    pub sync: KeyRing,
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl AppState {
    /// Builds the state; nothing has to answer yet but a Redis Cluster.
    ///
    /// # Errors
    /// A setting that cannot be used, with a sentence that says which and why.
    pub async fn build(config: ServeConfig, metrics: PrometheusHandle) -> anyhow::Result<Self> {
        let keys = CoreKeys {
            hop: KeyRing::parse(config.hop_keys.expose())
                .context("FRONTROW_HOP_KEYS cannot be used; `frontrow derive-keys` makes it")?,
            sync: KeyRing::parse(config.sync_keys.expose())
                .context("FRONTROW_SYNC_KEYS cannot be used; `frontrow derive-keys` makes it")?,
        };
        let parts = Parts {
            db: crate::db::connect(&config.stores)
                .context("DATABASE_URL cannot be used; give postgres://user:password@host/name")?,
            redis: crate::redis::connect(&config.stores)
                .await
                .context("REDIS_URL cannot be used; give redis://host:port of a running Redis")?,
            edge_keys: EdgeKeys::parse(&config.edge_jwks)
                .context("FRONTROW_EDGE_JWKS cannot be used; give an http(s) address or a JWKS")?,
            live_passes: LivePasses::default(),
            provider: Arc::new(toss(&config.toss)?),
            signer: Signer::new(config.access_seed.expose())
                .context("FRONTROW_ACCESS_SEED cannot be used")?,
            outside: Issuers::new(config.oidc.expose(), &config.site_url)
                .context("FRONTROW_OIDC cannot be used; give a JSON list of issuers")?,
            mail: crate::mail::port_of(&config.mail)?,
            catalog: Recent::default(),
            seats: SeatsMemory::new(config.clock_offset_tests.is_some()),
            figures: FiguresMemory::default(),
            problems: ProblemTally::default(),
            site: Site::new(&config.site_url)
                .context("FRONTROW_SITE_URL cannot be used; give an http(s) address")?,
            looks: Semaphore::new(webhook::LOOKS_AT_ONCE),
            jobs: Jobs::default(),
            keys,
            metrics,
            config,
        };
        Ok(Self(Arc::new(parts)))
    }
}

fn toss(config: &TossConfig) -> anyhow::Result<Toss> {
    let settings = TossSettings {
        base_url: config.toss_base_url.clone(),
        secret_key: config.toss_secret_key.clone(),
    };
    Toss::new(settings).context("TOSS_BASE_URL cannot be used; give an http(s) address")
}
