//! What `cargo xtask bench` has started around a bench, by environment variables.

use anyhow::{Context as _, Result};

/// The value of a variable.
///
/// # Errors
/// It is not set: the bench was not started by `cargo xtask bench`.
pub(crate) fn named(variable: &str) -> Result<String> {
    std::env::var(variable)
        .with_context(|| format!("{variable} is not set: start this by `cargo xtask bench`"))
}

/// A port on 127.0.0.1 that a variable names, also at the end of a URL.
///
/// # Errors
/// As [`named`], and when it ends with no number.
pub(crate) fn port(variable: &str) -> Result<u16> {
    let value = named(variable)?;
    let port = value.rsplit(':').next().and_then(|port| port.parse().ok());
    port.with_context(|| format!("{variable} does not end with a port"))
}
