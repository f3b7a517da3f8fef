//! Where things are: this checkout, its own folder for running data, and the folder of tools that
//! outlives the checkout.

use anyhow::{Context, Result};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The checkout's root folder: of the checkout that cargo runs this in, not of the one that it was
/// compiled in. A copied checkout brings a built `xtask` along, which must not write into the
/// original.
pub(crate) fn root() -> PathBuf {
    root_of(env::var_os("CARGO_MANIFEST_DIR"))
}

/// The folder above xtask's manifest: as cargo says at run time, or else as it was at compile time.
fn root_of(manifest: Option<OsString>) -> PathBuf {
    let manifest =
        manifest.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// `.dev/`: data, logs and secrets of this checkout's own running parts; made if missing.
pub(crate) fn dev_folder() -> Result<PathBuf> {
    made(root().join(".dev"))
}

/// The folder for tools and their build cache, shared by all checkouts of this user:
/// `$FRONTROW_CACHE`, else `$XDG_CACHE_HOME/frontrow`, else `~/.cache/frontrow`.
pub(crate) fn cache_folder() -> Result<PathBuf> {
    let folder = if let Some(folder) = env::var_os("FRONTROW_CACHE") {
        PathBuf::from(folder)
    } else if let Some(xdg) = env::var_os("XDG_CACHE_HOME") {
        PathBuf::from(xdg).join("frontrow")
    } else {
        let home = env::home_dir().context("no home folder is known: set FRONTROW_CACHE")?;
        home.join(".cache/frontrow")
    };
    made(folder)
}

/// Makes the folder and its parents where they are missing.
pub(crate) fn made(folder: PathBuf) -> Result<PathBuf> {
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// The version that `Cargo.lock` holds of a crate.
pub(crate) fn locked_version(name: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    let package = format!("name = \"{name}\"");
    lock.lines()
        .skip_while(|line| *line != package)
        .nth(1)
        .and_then(|line| line.strip_prefix("version = \""))
        .map(|version| version.trim_end_matches('"').to_owned())
        .with_context(|| format!("Cargo.lock does not name {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copied_checkout_is_its_own_root() {
        assert_eq!(root_of(Some("/copy/xtask".into())), Path::new("/copy"));
        assert_eq!(root_of(None).join("xtask"), Path::new(env!("CARGO_MANIFEST_DIR")));
    }
}
