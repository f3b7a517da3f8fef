//! An order's short number, as buyers say it on the phone: eight letters and digits without
//! look-alikes, such as `7K3M-Q0VX`.
//!
//! It is the last 40 bits of the order's id, which are random, so nothing has to be stored. Two
//! orders of a million share one about every other time: a search may find both, and nothing else
//! identifies an order by it.

use data_encoding::{Encoding, Specification};
use frontrow_shared::id::OrderId;
use std::sync::LazyLock;

/// Crockford's base32: no I, L, O and U.
static ENCODING: LazyLock<Option<Encoding>> = LazyLock::new(|| {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    spec.encoding().ok()
});

/// The booking number of an order.
#[must_use]
pub(super) fn of(order: OrderId) -> String {
    let encoded = ENCODING.as_ref().map(|base32| base32.encode(&order.0.as_bytes()[11..]));
    let mut number = encoded.unwrap_or_default();
    number.insert(4, '-');
    number
}

/// The end of the id, as ten hexadecimal digits, that a text names if it is a booking number.
/// Small letters, blanks and hyphens do not matter; O is read as 0, I and L as 1.
#[must_use]
pub(super) fn id_end(text: &str) -> Option<String> {
    let said: String = text
        .chars()
        .filter(|sign| !matches!(sign, '-' | ' '))
        .map(|sign| match sign.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let bytes = ENCODING.as_ref()?.decode(said.as_bytes()).ok().filter(|bytes| bytes.len() == 5)?;
    Some(data_encoding::HEXLOWER.encode(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_number_leads_back_to_the_end_of_its_id_however_it_is_written() {
        let order = OrderId(Uuid::from_u128(0x0198_c2aa_0000_7000_8000_0000_0001_0fff));
        let number = of(order);
        assert_eq!(number, "0000-23ZZ");
        for said in [&*number, "000023zz", "oOo0 23ZZ", " 0000-23zz "] {
            assert_eq!(id_end(said).as_deref(), Some("0000010fff"), "{said:?}");
        }
        for other in ["", "0000-23Z", "0000-23ZZ0", "0000-23ZU", "가나다라마바사아"] {
            assert_eq!(id_end(other), None, "{other:?}");
        }
    }
}
