//! Everything that is signed: known answers made by another implementation (node:crypto),
//! and that no byte of any of them can be changed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod access;
mod hop;
mod pass;
mod queue_token;

use frontrow_shared::keys::{Key, KeyId, KeyRing, Purpose};

/// The root secret of the known answers: 00 01 … 1f.
fn root() -> Key {
    Key::new(std::array::from_fn(|i| u8::try_from(i).unwrap()))
}

/// A ring with the one key that `kid` names.
fn ring(purpose: Purpose, kid: &str) -> KeyRing {
    let kid = KeyId::parse(kid).unwrap();
    KeyRing::of(kid.clone(), root().derive(purpose, &kid))
}

/// Every string that differs from `text` in one byte, for a handful of other bytes each:
/// a neighbour by each bit, and characters that mean something in our formats.
fn changed_by_one_byte(text: &str) -> impl Iterator<Item = String> + '_ {
    let others = |byte: u8| {
        let flips = (0..7).map(move |bit| byte ^ (1 << bit));
        flips.chain(*b"Aa0-_.,=: ").filter(move |&other| other != byte && other.is_ascii_graphic())
    };
    text.bytes().enumerate().flat_map(move |(at, byte)| {
        others(byte).map(move |other| {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = other;
            String::from_utf8(bytes).unwrap()
        })
    })
}
