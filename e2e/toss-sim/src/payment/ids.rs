//! Keys and ids in Toss's forms.

use uuid::Uuid;

use crate::clock::{UnixMillis, kst_compact};

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn base62(length: usize) -> String {
    let mut rest = Uuid::new_v4().as_u128();
    (0..length)
        .map(|_| {
            let digit = usize::try_from(rest % 62).unwrap_or(0);
            rest /= 62;
            char::from(BASE62[digit])
        })
        .collect()
}

/// `tgen_20261121102047bvrO8`: Korean time and five letters.
pub(crate) fn new_payment_key(now: UnixMillis) -> String {
    format!("tgen_{}{}", kst_compact(now), base62(5))
}

/// `9FF15E1A…`, 32 hex digits.
pub(crate) fn new_transaction_key() -> String {
    format!("{:X}", Uuid::new_v4().simple())
}

/// The value of `x-tosspayments-trace-id`.
pub(crate) fn new_trace_id() -> String {
    Uuid::new_v4().simple().to_string()
}

/// `whtrans_…`, one webhook transmission.
pub(crate) fn new_transmission_id() -> String {
    format!("whtrans_{}", base62(20))
}
