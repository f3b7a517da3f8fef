//! The site as everybody reaches it: questions through its public address.

use std::time::Duration;

use anyhow::Context as _;
use frontrow_shared::id::SaleId;
use http::HeaderMap;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
const TIMEOUT: Duration = Duration::from_secs(5);
/// The longest answer that is read, in bytes.
const BYTES_MAX: usize = 2 * 1024 * 1024;

/// A client of the site.
#[derive(Debug, Clone)]
pub struct Site {
    base: String,
    client: reqwest::Client,
}

/// What it answered.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// The document; null when it is none.
    pub(super) json: serde_json::Value,
}

impl Site {
    /// Reads FRONTROW_SITE_URL.
    ///
    /// # Errors
    /// It is no http(s) address.
    pub fn new(setting: &str) -> anyhow::Result<Self> {
        let url: reqwest::Url = setting.parse().context("this is not an address")?;
        anyhow::ensure!(matches!(url.scheme(), "http" | "https"), "the address must be http(s)");
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { base: setting.trim_end_matches('/').to_owned(), client })
    }

    /// Where it is.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// Wakes the room of a sale by asking for its status, as any page does; whether it answered.
    pub(super) async fn poke(&self, sale: SaleId) -> bool {
        self.get(&format!("/q/v1/{sale}/status")).await.is_ok_and(|answer| answer.status == 200)
    }

    /// Gets a document.
    ///
    /// # Errors
    /// No answer, or one without end.
    pub(super) async fn get(&self, path: &str) -> anyhow::Result<Answer> {
        let mut response = self.client.get(format!("{}{path}", self.base)).send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            anyhow::ensure!(body.len() + chunk.len() <= BYTES_MAX, "the answer has no end");
            body.extend_from_slice(&chunk);
        }
        let json = serde_json::from_slice(&body).unwrap_or_default();
        Ok(Answer { status, headers, json })
    }
}
