//! The core's keys out of the edge's root secret.
//!
//! The root secret stays at the edge; the core gets only what it needs.

use std::io::BufRead;

use anyhow::Context as _;
use frontrow_shared::keys::{Key, KeyId, KeyRing, Purpose};

/// Reads the root secret (32 bytes in base64url, one line) and writes the core's key settings
/// as lines of an environment file.
///
/// # Errors
/// A secret or key id of the wrong form.
pub fn derive_keys(mut input: impl BufRead, kid: &str) -> anyhow::Result<String> {
    let mut line = String::new();
    input.read_line(&mut line).context("the root secret could not be read")?;
    let root = Key::parse(line.trim())
        .context("give the root secret, 32 bytes in base64url, on standard input")?;
    let kid = KeyId::parse(kid).context("the key id cannot be used")?;
    let ring = |purpose| KeyRing::of(kid.clone(), root.derive(purpose, &kid)).to_text();
    Ok(format!(
        "FRONTROW_HOP_KEYS={}\nFRONTROW_SYNC_KEYS={}",
        ring(Purpose::Hop),
        ring(Purpose::Sync)
    ))
}
