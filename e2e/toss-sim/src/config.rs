//! What a simulator is started with.

/// The secret key that Toss's public documentation uses; no real money hangs on it.
pub const DOCS_SECRET_KEY: &str = "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6";
/// The client key that pairs with [`DOCS_SECRET_KEY`].
pub const DOCS_CLIENT_KEY: &str = "test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm";

/// One merchant: its key pair, its webhook address, and how the undocumented points behave.
#[derive(Clone)]
pub struct Config {
    /// The only secret key that is accepted. `TossPayments-Test-Code` works if it starts `test_`.
    pub secret_key: String,
    /// The only client key that may open a checkout.
    pub client_key: String,
    /// Receives PAYMENT_STATUS_CHANGED; `None` records webhooks without sending them.
    pub webhook_url: Option<reqwest::Url>,
    /// The points Toss does not document.
    pub switches: Switches,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            secret_key: DOCS_SECRET_KEY.to_owned(),
            client_key: DOCS_CLIENT_KEY.to_owned(),
            webhook_url: None,
            switches: Switches::default(),
        }
    }
}

/// Behaviours of the real Toss that could not be verified. The defaults are our best guess; a
/// careful adapter is right under every setting.
#[derive(Clone, Copy, Debug, Default)]
pub struct Switches {
    /// The answer to a confirm whose amount is not the requested one.
    pub amount_mismatch: AmountMismatch,
    /// Whether a 5xx answer is bound to its Idempotency-Key and replayed.
    pub bind_server_errors: bool,
    /// Whether reads of READY and IN_PROGRESS payments are answered 404.
    pub hide_unapproved: bool,
    /// Requests a minute and endpoint before 429; `None` is no limit (Toss's test mode: 100).
    pub requests_per_minute: Option<u32>,
}

/// Candidates for the undocumented answer to a confirm with the wrong amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum AmountMismatch {
    /// 400 `INVALID_REQUEST`.
    #[default]
    InvalidRequest,
    /// 403 `FORBIDDEN_REQUEST`, as for a wrong order id.
    ForbiddenRequest,
    /// 404 `NOT_FOUND_PAYMENT_SESSION`, as for a wrong payment key.
    NotFoundPaymentSession,
}
