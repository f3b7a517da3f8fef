//! The edge's keys, and the core's, of a system that lives as long as a bench.

use std::io::Write as _;

use anyhow::Result;
use frontrow::accounts::Signer;
use frontrow_shared::jwks::{Jwk, Jwks};
use frontrow_shared::keys::{Key, KeyId, KeyRing, Purpose};

/// The root secret; the Worker's configuration in `xtask` holds the same.
const ROOT: [u8; 32] = [7; 32];
const KEY_ID: &str = "k1";
/// The seed of access tokens.
const ACCESS_SEED: [u8; 32] = [9; 32];

/// The key ring of a purpose.
pub(crate) fn ring(purpose: Purpose) -> Result<KeyRing> {
    let kid = KeyId::parse(KEY_ID)?;
    let key = Key::new(ROOT).derive(purpose, &kid);
    Ok(KeyRing::of(kid, key))
}

/// The public keys of passes.
fn pass_keys() -> Result<Jwks> {
    let kid = KeyId::parse(KEY_ID)?;
    let key = Key::new(ROOT).derive(Purpose::Pass, &kid);
    Ok(Jwks { keys: vec![Jwk::of_seed(&kid, &key)] })
}

/// `NAME=value` for each variable of the core that is about keys, and ROOT_SECRET for the edge.
pub(crate) fn print_core_variables() -> Result<()> {
    let variables = [
        ("ROOT_SECRET", Key::new(ROOT).to_text()),
        ("FRONTROW_HOP_KEYS", ring(Purpose::Hop)?.to_text()),
        ("FRONTROW_SYNC_KEYS", ring(Purpose::Sync)?.to_text()),
        ("FRONTROW_EDGE_JWKS", serde_json::to_string(&pass_keys()?)?),
        ("FRONTROW_ACCESS_SEED", Key::new(ACCESS_SEED).to_text()),
    ];
    for (name, value) in variables {
        writeln!(std::io::stdout(), "{name}={value}")?;
    }
    Ok(())
}

/// Who signs people in.
pub(crate) fn signer() -> Result<Signer> {
    Signer::new(&Key::new(ACCESS_SEED).to_text())
}
