//! The kinds of coupon. A kind is one file and one line of [`KINDS`].

mod fixed;
mod percent;

use super::words::Bilingual;

/// What a coupon's definition says about its discount. Which members are set depends on the
/// kind; all amounts are minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// `fixed`: what it takes off.
    pub amount: Option<i64>,
    /// `percent`: basis points, 1 to 10,000.
    pub bps: Option<i32>,
    /// `percent`: the most that it takes off.
    pub cap: Option<i64>,
}

/// A kind of coupon.
pub struct Kind {
    /// Its name in the database and the API.
    pub name: &'static str,
    /// Says in one sentence what is wrong with a definition of this kind.
    pub check: fn(&Terms) -> Result<(), &'static str>,
    /// What it takes off `subtotal`, never more than `subtotal`. Terms that do not pass `check`
    /// take nothing off.
    pub discount: fn(&Terms, i64) -> i64,
    /// What it does, in words.
    pub describe: fn(&Terms) -> Bilingual,
}

/// The registry.
pub const KINDS: &[Kind] = &[fixed::KIND, percent::KIND];

/// The kind of that name.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_unique() {
        for (i, one) in KINDS.iter().enumerate() {
            assert!(KINDS[i + 1..].iter().all(|other| other.name != one.name), "{}", one.name);
        }
    }

    proptest! {
        #[test]
        fn no_kind_takes_more_than_there_is(
            amount in prop::option::of(-10i64..1_000_000),
            bps in prop::option::of(-10i32..20_000),
            cap in prop::option::of(-10i64..1_000_000),
            subtotal in 0i64..1_000_000_000,
        ) {
            let terms = Terms { amount, bps, cap };
            for kind in KINDS {
                let off = (kind.discount)(&terms, subtotal);
                prop_assert!((0..=subtotal).contains(&off), "{} {}", kind.name, off);
                if (kind.check)(&terms).is_err() {
                    prop_assert_eq!(off, 0, "{}", kind.name);
                }
            }
        }
    }
}
