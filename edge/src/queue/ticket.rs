//! What a visitor shows to the line: its queue token and the secret behind it.

use frontrow_shared::id::SaleId;
use frontrow_shared::problem::Code;
use frontrow_shared::queue_token::{self, QueueToken, QueueTokenError};
use serde::Deserialize;

use crate::clock;
use crate::config::Config;
use crate::reply::Failure;

/// The body of `me` and `leave`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shown {
    /// The queue token, as joining gave it.
    #[serde(default)]
    token: Option<String>,
    /// base64url of the 32 bytes whose thumbprint joined.
    #[serde(default)]
    secret: Option<String>,
}

impl Shown {
    pub(super) fn new(token: Option<String>, secret: Option<String>) -> Self {
        Self { token, secret }
    }

    /// The token, if it is genuine, for `sale`, in force, and the visitor's own.
    pub(super) fn open(&self, sale: SaleId, config: &Config) -> Result<QueueToken, Failure> {
        let failed = |error: QueueTokenError| Failure::because(error.code(), &error);
        let text = self.token.as_deref().filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| failed(QueueTokenError::Missing))?;
        let token =
            queue_token::open(&config.queue_token, text, sale, clock::now()).map_err(failed)?;
        if !token.is_proved_by(self.secret.as_deref().unwrap_or_default()) {
            return Err(Code::ProofInvalid.into());
        }
        Ok(token)
    }
}
