//! The code of a ticket.

/// Random bytes in a code: 160 bits.
pub const CODE_BYTES: usize = 20;

const ALPHABET: data_encoding::Encoding = data_encoding::BASE32_NOPAD;

/// The code made of `random`: 32 letters and digits of RFC 4648 base32, which a QR code holds in
/// its compact alphanumeric mode.
#[must_use]
pub fn of(random: [u8; CODE_BYTES]) -> String {
    ALPHABET.encode(&random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_32_letters_and_digits_and_every_byte_counts() {
        let zero = of([0; CODE_BYTES]);
        assert_eq!(zero, "A".repeat(32));
        for i in 0..CODE_BYTES {
            let mut random = [0; CODE_BYTES];
            random[i] = 1;
            let code = of(random);
            assert_ne!(code, zero);
            assert!(code.len() == 32 && code.bytes().all(|b| b.is_ascii_alphanumeric()));
        }
    }
}
