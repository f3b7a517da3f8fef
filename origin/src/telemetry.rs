//! Logs and metrics.
//!
//! A log line is readable as a message and queryable by its fields; it carries the request id
//! that the edge gave. Never logged: passwords, tokens, keys, cookies, bodies, payment keys.

use anyhow::Context as _;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::LogConfig;

/// Starts logging to standard error.
///
/// # Errors
/// A filter that cannot be read; logging was started before.
pub fn start_logging(config: &LogConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::builder()
        .parse(&config.log_filter)
        .context("RUST_LOG cannot be used; give directives such as info,sqlx=warn")?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let text = config.log == "text";
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
