//! The public keys of passes: fetched from the edge, or given as they are.

use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use frontrow_shared::jwks::Jwks;
use frontrow_shared::pass;
use frontrow_shared::remembered::Remembered;
use tokio::sync::Mutex;

use crate::http::{ApiError, ApiResult};

/// The least time between two fetches: a stranger's key id must not make us hammer the edge.
const FETCH_EVERY: Duration = Duration::from_secs(5);
/// How long a fetch may take.
const FETCH_TIMEOUT: Duration = Duration::from_secs(2);

/// Where the keys come from, and the ones that were seen last.
pub struct EdgeKeys {
    source: Option<Source>,
    seen: RwLock<Arc<Jwks>>,
    /// Passes whose signature was verified before.
    pub remembered: Remembered,
}

struct Source {
    url: reqwest::Url,
    client: reqwest::Client,
    last_fetch: Mutex<Option<Instant>>,
}

impl EdgeKeys {
    /// Reads FRONTROW_EDGE_JWKS: a JWKS when it begins with `{`, else an address.
    ///
    /// # Errors
    /// Neither a JWKS nor an http(s) address.
    pub fn parse(setting: &str) -> anyhow::Result<Self> {
        if setting.trim_start().starts_with('{') {
            let jwks: Jwks = serde_json::from_str(setting).context("this is not a JWKS")?;
            let (seen, remembered) = (RwLock::new(Arc::new(jwks)), Remembered::default());
            return Ok(Self { source: None, seen, remembered });
        }
        let url: reqwest::Url = setting.parse().context("this is not an address")?;
        anyhow::ensure!(matches!(url.scheme(), "http" | "https"), "the address must be http(s)");
        let client = reqwest::Client::builder().timeout(FETCH_TIMEOUT).build()?;
        let source = Source { url, client, last_fetch: Mutex::new(None) };
        Ok(Self {
            source: Some(source),
            seen: RwLock::default(),
            remembered: Remembered::default(),
        })
    }

    /// The keys with which `token` can be checked. When none of those seen has the token's
    /// key id they are fetched anew, at most once in five seconds.
    ///
    /// # Errors
    /// `unavailable` when no keys were ever had and the edge does not answer.
    pub async fn current(&self, token: &str) -> ApiResult<Arc<Jwks>> {
        let seen = self.seen();
        let known = pass::key_id(token).is_none_or(|kid| seen.names(&kid));
        let Some(source) = self.source.as_ref().filter(|_| !known) else {
            return Ok(seen);
        };
        let mut last = source.last_fetch.lock().await;
        if last.is_some_and(|at| at.elapsed() < FETCH_EVERY) {
            return Ok(self.seen());
        }
        *last = Some(Instant::now());
        match source.fetch().await {
            Ok(jwks) => {
                let jwks = Arc::new(jwks);
                *self.seen.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = jwks.clone();
                Ok(jwks)
            }
            Err(error) if seen.keys.is_empty() => {
                *last = None;
                Err(ApiError::unavailable(error))
            }
            Err(error) => {
                tracing::warn!(%error, "the edge's keys could not be fetched; using those seen");
                Ok(seen)
            }
        }
    }

    /// The keys as they would be known if a token with a new key id came now: those given, or
    /// those that the edge's address answers with, which are kept.
    ///
    /// # Errors
    /// The address does not answer with keys.
    pub async fn latest(&self) -> reqwest::Result<Arc<Jwks>> {
        let Some(source) = &self.source else { return Ok(self.seen()) };
        let jwks = Arc::new(source.fetch().await?);
        *self.seen.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = jwks.clone();
        Ok(jwks)
    }

    fn seen(&self) -> Arc<Jwks> {
        self.seen.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }
}

impl Source {
    async fn fetch(&self) -> reqwest::Result<Jwks> {
        self.client.get(self.url.clone()).send().await?.error_for_status()?.json().await
    }
}
