//! Ports to listen on, all on loopback.

use anyhow::{Context, Result};
use std::net::TcpListener;

/// A port that is free at this moment.
pub(crate) fn free() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// The port that people expect, if it is free, else any.
pub(crate) fn free_or(usual: u16) -> Result<u16> {
    if is_free(usual) { Ok(usual) } else { free() }
}

/// Whether nobody listens on the port.
pub(crate) fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}
