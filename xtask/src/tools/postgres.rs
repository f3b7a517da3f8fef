//! The PostgreSQL server programs.

use super::apt;
use crate::command::find;
use crate::step::step;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Debian keeps each major version's programs apart, outside PATH.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder with `initdb`, `postgres` and `pg_ctl`, the newest version found; installed if
/// missing.
pub(crate) fn binaries() -> Result<PathBuf> {
    if let Some(folder) = look() {
        return Ok(folder);
    }
    step("PostgreSQL", |step| {
        // First the common part alone, so that it can be told not to make a cluster of its own.
        apt::install(step, "PostgreSQL", &["postgresql-common"])?;
        let folder = Path::new("/etc/postgresql-common/createcluster.d");
        if fs::create_dir_all(folder).is_ok() {
            let _ = fs::write(folder.join("frontrow.conf"), "create_main_cluster = false\n");
        }
        apt::install(step, "PostgreSQL", &["postgresql"])
    })?;
    look().context("PostgreSQL was installed but its programs are not found")
}

fn look() -> Option<PathBuf> {
    let debian = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let newest = debian
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let folder = entry.path().join("bin");
            folder.join("initdb").is_file().then_some((version, folder))
        })
        .max();
    newest.map(|(_, folder)| folder).or_else(|| Some(find("initdb")?.parent()?.to_path_buf()))
}
