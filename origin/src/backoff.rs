//! How long to wait before trying again: a provider, a mail server.

/// Milliseconds to wait after `tries` tries without an answer: full jitter, that is anywhere
/// between 0 and `base * 2^tries`, at most `cap`. `random` is uniform over all of `u64`.
#[must_use]
pub fn full_jitter(tries: u32, base_ms: u64, cap_ms: u64, random: u64) -> u64 {
    let ceiling =
        base_ms.saturating_mul(1u64.checked_shl(tries.min(40)).unwrap_or(u64::MAX)).min(cap_ms);
    random % ceiling.saturating_add(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_grows_to_the_cap_and_no_further(tries in 0u32..200, random: u64) {
            let wait = full_jitter(tries, 500, 8_000, random);
            prop_assert!(wait <= 8_000);
            prop_assert!(tries > 3 || wait <= 500 << tries);
            prop_assert_eq!(full_jitter(tries, 500, 8_000, 0), 0);
        }
    }
}
