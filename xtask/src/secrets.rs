//! Secrets of this checkout's running parts: made once, kept under `.dev/secrets` for their owner
//! alone.

use crate::checkout::{dev_folder, made};
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// The secret of that name, 32 random bytes as base64url; made when it is asked for first.
pub(crate) fn secret(name: &str) -> Result<String> {
    let folder = made(dev_folder()?.join("secrets"))?;
    fs::set_permissions(&folder, Permissions::from_mode(0o700))?;
    let path = folder.join(name);
    if let Ok(kept) = fs::read_to_string(&path) {
        return Ok(kept.trim().to_owned());
    }
    let new = random()?;
    write_private(&path, &new)?;
    Ok(new)
}

/// Writes a file that only its owner can read.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<()> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("cannot write {}", path.display()))
}

fn random() -> Result<String> {
    let mut bytes = [0; 32];
    let mut source = File::open("/dev/urandom").context("no source of random numbers")?;
    source.read_exact(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
