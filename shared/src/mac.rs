//! HMAC-SHA256 over length-prefixed fields: the one way in which this project seals
//! anything that only it reads. The prefix keeps `ab|c` and `a|bc` apart.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::keys::Key;

/// A MAC under `key` with nothing in it yet.
pub(crate) fn keyed(key: &Key) -> Hmac<Sha256> {
    // A key of exactly the hash's block size is used as it is (RFC 2104), so padding ours
    // with zeros gives the same MAC, and a constructor that cannot fail.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key.bytes());
    Hmac::new(&block.into())
}

/// Adds one field: its length in 4 bytes, big endian, then its bytes.
pub(crate) fn field(mac: &mut Hmac<Sha256>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    mac.update(&length.to_be_bytes());
    mac.update(bytes);
}
