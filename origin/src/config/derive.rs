//! The core's keys out of the edge's root secret.
//!
//! The root secret stays at the edge; the core gets only what it needs.

use std::io::BufRead;

use anyhow::Context as _;
use frontrow_shared::keys::{Key, KeyId, KeyRing, Purpose};

/// Reads the root secret (32 bytes in base64url, one line) and writes the core's key settings
/// as lines of an environment file. `kids` is the edge's KEY_ID: the signing key's id first,
/// then those that still verify, separated by commas.
///
/// # Errors
/// A secret or key id of the wrong form; an id twice.
pub fn derive_keys(mut input: impl BufRead, kids: &str) -> anyhow::Result<String> {
    let mut line = String::new();
    input.read_line(&mut line).context("the root secret could not be read")?;
    let root = Key::parse(line.trim())
        .context("give the root secret, 32 bytes in base64url, on standard input")?;
    let kids = kids.split(',').map(|kid| KeyId::parse(kid.trim()));
    let kids: Vec<_> = kids.collect::<Result<_, _>>().context("the key id cannot be used")?;
    let ring = |purpose| {
        let one = |kid: &KeyId| format!("{kid}:{}", root.derive(purpose, kid).to_text());
        KeyRing::parse(&kids.iter().map(one).collect::<Vec<_>>().join(","))
    };
    Ok(format!(
        "FRONTROW_HOP_KEYS={}\nFRONTROW_SYNC_KEYS={}",
        ring(Purpose::Hop)?.to_text(),
        ring(Purpose::Sync)?.to_text()
    ))
}

#[cfg(test)]
mod tests {
    use super::derive_keys;

    const ROOT: &[u8] = b"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc\n";

    #[test]
    fn the_first_id_signs_and_the_others_still_verify() {
        let one = derive_keys(ROOT, "k1").unwrap();
        let both = derive_keys(ROOT, "k2, k1").unwrap();
        for (before, during) in one.lines().zip(both.lines()) {
            let (name, old) = before.split_once('=').unwrap();
            assert!(during.starts_with(&format!("{name}=k2:")), "{during}");
            assert!(during.ends_with(&format!(",{old}")), "the old key stays the same: {during}");
        }
        assert!(derive_keys(ROOT, "k1,k1").is_err());
        assert!(derive_keys(&b"short"[..], "k1").is_err());
    }
}
