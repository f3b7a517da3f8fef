//! Logs and metrics.
//!
//! A log line is readable as a message and queryable by its fields; it carries the request id
//! that the edge gave. Never logged: passwords, tokens, keys, cookies, bodies, payment keys.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// What is logged unless RUST_LOG says otherwise.
const DEFAULT_FILTER: &str = "info,sqlx=warn,hyper=warn";

/// Starts logging to standard error: JSON lines, or text when `FRONTROW_LOG=text`.
///
/// # Errors
/// Logging was started before.
pub fn start_logging() -> anyhow::Result<()> {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let text = std::env::var("FRONTROW_LOG").is_ok_and(|value| value == "text");
    let started = if text { builder.try_init() } else { builder.json().try_init() };
    started.map_err(|error| anyhow::anyhow!("logging could not be started: {error}"))
}

/// Starts collecting metrics; the handle renders them for Prometheus.
///
/// # Errors
/// A recorder was installed before.
pub fn start_metrics() -> anyhow::Result<PrometheusHandle> {
    Ok(PrometheusBuilder::new().install_recorder()?)
}
