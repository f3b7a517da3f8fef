//! The Redis server program.

use super::apt;
use crate::checkout::{cache_folder, made};
use crate::command::find;
use crate::step::step;
use anyhow::{Context, Result};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// In Debian `redis-tools` carries the server's program too, under the name of a checker; it turns
/// into the server when called by that name. The package `redis-server` would add a system service
/// that nobody asked for.
const DEBIAN_SERVER: &str = "/usr/bin/redis-check-rdb";

/// The path of `redis-server`; installed if missing.
pub(crate) fn server() -> Result<PathBuf> {
    if let Some(server) = find("redis-server") {
        return Ok(server);
    }
    let link = made(cache_folder()?.join("tools"))?.join("redis-server");
    if !link.exists() {
        step("Redis", |step| {
            apt::install(step, "Redis", &["redis-tools"])?;
            symlink(Path::new(DEBIAN_SERVER), &link).context("cannot link redis-server")
        })?;
    }
    Ok(link)
}
