//! Every variable that the core reads, in one documented place.
//!
//! `frontrow serve --help` and `frontrow settings` print them. A value that cannot be used is refused at start
//! with a sentence that says what to do; nothing is guessed.

mod derive;
mod secret;
mod table;

use std::net::SocketAddr;

use clap::Args;

pub use derive::derive_keys;
pub use secret::SecretText;
pub use table::settings_table;

/// What `frontrow serve` needs to know.
#[derive(Debug, Clone, Args)]
pub struct ServeConfig {
    /// Where the edge reaches the core. Nothing without a valid hop signature is answered.
    #[arg(long, env = "FRONTROW_PUBLIC_ADDR", default_value = "127.0.0.1:8080")]
    pub public_addr: SocketAddr,

    /// Where staff, health checks and metrics are served. Keep it off public networks.
    #[arg(long, env = "FRONTROW_INTERNAL_ADDR", default_value = "127.0.0.1:8081")]
    pub internal_addr: SocketAddr,

    /// The stores.
    #[command(flatten)]
    pub stores: StoreConfig,

    /// Keys of the hop signature, `kid:base64url[,kid:base64url…]`; the first one signs.
    /// `frontrow derive-keys` prints them.
    #[arg(long, env = "FRONTROW_HOP_KEYS", hide_env_values = true)]
    pub hop_keys: SecretText,

    /// Keys of the room sync, in the same form.
    #[arg(long, env = "FRONTROW_SYNC_KEYS", hide_env_values = true)]
    pub sync_keys: SecretText,

    /// Where the public keys of passes are: the address of the edge's
    /// `/.well-known/jwks.json`, or that document itself.
    #[arg(long, env = "FRONTROW_EDGE_JWKS")]
    pub edge_jwks: String,

    /// Ed25519 seed that signs access tokens, 32 bytes in base64url.
    #[arg(long, env = "FRONTROW_ACCESS_SEED", hide_env_values = true)]
    pub access_seed: SecretText,

    /// Address of the site, without a slash at the end; buyers come back to it from paying.
    #[arg(long, env = "FRONTROW_SITE_URL", default_value = "http://localhost:8787")]
    pub site_url: String,

    /// The payment provider.
    #[command(flatten)]
    pub toss: TossConfig,

    /// How mail leaves.
    #[command(flatten)]
    pub mail: MailConfig,

    /// Issuers through which people may sign in (OpenID Connect), as JSON:
    /// `[{"id","name","issuer","client_id","client_secret"}]`. Each has to allow the redirect
    /// address `<FRONTROW_SITE_URL>/api/v1/auth/oidc/<id>/callback`.
    #[arg(long, env = "FRONTROW_OIDC", default_value = "[]", hide_env_values = true)]
    pub oidc: SecretText,

    /// Minutes that a buyer has to pay an order.
    #[arg(long, env = "FRONTROW_ORDER_MINUTES", default_value_t = 15,
          value_parser = clap::value_parser!(u16).range(1..=60))]
    pub order_minutes: u16,

    /// How many minutes before its lobby opens a sale is warmed up and checked, over and over
    /// until it opens; 0 leaves that to people.
    #[arg(long, env = "FRONTROW_WARMUP_MINUTES", default_value_t = 10,
          value_parser = clap::value_parser!(u16).range(0..=1440))]
    pub warmup_minutes: u16,

    /// Lets holds follow the clock offset that tests write into `frontrow_settings`, as
    /// deadlines in PostgreSQL do anyway. Never set this where money is real.
    #[arg(long, env = "FRONTROW_CLOCK_OFFSET_TESTS", hide = true)]
    pub clock_offset_tests: Option<String>,
}

/// How a process logs.
#[derive(Debug, Clone, Args)]
pub struct LogConfig {
    /// json lines, or text for people.
    #[arg(long, env = "FRONTROW_LOG", default_value = "json", value_parser = ["json", "text"],
          global = true)]
    pub log: String,

    /// What is logged, as directives of tracing's filter.
    #[arg(long, env = "RUST_LOG", default_value = "info,sqlx=warn,hyper=warn", global = true)]
    pub log_filter: String,
}

/// Where PostgreSQL is, for commands that need nothing else.
#[derive(Debug, Clone, Args)]
pub struct DatabaseConfig {
    /// PostgreSQL, such as postgres://user:password@host/database.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: SecretText,
}

/// Where the two stores are.
#[derive(Debug, Clone, Args)]
pub struct StoreConfig {
    /// PostgreSQL, such as postgres://user:password@host/database.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: SecretText,

    /// Most connections to PostgreSQL.
    #[arg(long, env = "FRONTROW_DB_CONNECTIONS", default_value_t = 20)]
    pub db_connections: u32,

    /// Redis, such as redis://host:6379. It must run with `maxmemory-policy noeviction`.
    #[arg(long, env = "REDIS_URL", hide_env_values = true)]
    pub redis_url: SecretText,

    /// Set to 1 when REDIS_URL names a node of a Redis Cluster.
    #[arg(long, env = "REDIS_CLUSTER", default_value_t = 0,
          value_parser = clap::value_parser!(u8).range(0..=1))]
    pub redis_cluster: u8,
}

/// How mail leaves. With neither server nor folder it waits in the database until one is set.
#[derive(Debug, Clone, Args)]
pub struct MailConfig {
    /// The mail server: `smtps://user:password@host[:465]`, or
    /// `smtp://user:password@host[:587]?tls=required` for STARTTLS.
    #[arg(long, env = "FRONTROW_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<SecretText>,

    /// A folder for mail as `.eml` files, instead of a server: for development.
    #[arg(long, env = "FRONTROW_MAIL_DIR")]
    pub mail_dir: Option<std::path::PathBuf>,

    /// Who writes, as `Name <address>`.
    #[arg(long, env = "FRONTROW_MAIL_FROM", default_value = "Frontrow <tickets@example.com>")]
    pub mail_from: String,
}

/// How Toss Payments is reached.
#[derive(Debug, Clone, Args)]
pub struct TossConfig {
    /// Base address of the API.
    #[arg(long, env = "TOSS_BASE_URL", default_value = "https://api.tosspayments.com")]
    pub toss_base_url: String,

    /// Secret key; of one pair with the client key.
    #[arg(long, env = "TOSS_SECRET_KEY", hide_env_values = true)]
    pub toss_secret_key: SecretText,

    /// Client key, handed to browsers.
    #[arg(long, env = "TOSS_CLIENT_KEY")]
    pub toss_client_key: String,

    /// The browser SDK.
    #[arg(long, env = "TOSS_SDK_URL", default_value = "https://js.tosspayments.com/v2/standard")]
    pub toss_sdk_url: String,
}
