//! Money: integer minor units of a named currency, and the one rounding rule.
//!
//! There are no floats. A percentage is in basis points, a discount is floored, and what the
//! floor left over when a discount is spread goes to the largest line, so that the parts
//! always add up to the whole, to the won.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The currencies that Frontrow can charge in. Their ISO 4217 exponent says how many minor
/// units make one: the won has none, so ₩50,000 is `minor: 50000`.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Currency {
    /// South Korean won, exponent 0.
    #[serde(rename = "KRW")]
    Krw,
}

impl Currency {
    /// The three-letter ISO 4217 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Krw => "KRW",
        }
    }

    /// Reads an ISO 4217 code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "KRW" => Some(Self::Krw),
            _ => None,
        }
    }
}

/// An amount of money.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units; negative only in the ledger.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

/// Why two amounts could not be put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Two currencies in one sum.
    #[error("amounts of two currencies cannot be put together")]
    CurrencyMismatch,
    /// The result does not fit.
    #[error("the amount is too large")]
    Overflow,
}

impl Money {
    /// An amount in won.
    #[must_use]
    pub fn krw(minor: i64) -> Self {
        Self { minor, currency: Currency::Krw }
    }

    /// Nothing, in `currency`.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The sum.
    ///
    /// # Errors
    /// Two currencies, or a sum beyond `i64`.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference.
    ///
    /// # Errors
    /// Two currencies, or a difference beyond `i64`.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    fn combine(self, other: Self, f: fn(i64, i64) -> Option<i64>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        let minor = f(self.minor, other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, currency: self.currency })
    }
}

impl fmt::Display for Money {
    /// For logs and messages to engineers, as `50000 KRW`; people see the browser's format.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.minor, self.currency.code())
    }
}

/// Hundredths of a percent: 10 % is 1000.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub u16);

/// `rate` of `minor`, floored: the buyer never gets more than the coupon says.
#[must_use]
pub fn share_of(minor: i64, rate: BasisPoints) -> i64 {
    let product = i128::from(minor) * i128::from(rate.0);
    i64::try_from(product.div_euclid(10_000)).unwrap_or(i64::MAX)
}

/// Spreads `discount` over `lines` in proportion to their price: each share is floored, and
/// the remainder goes to the largest line (the first of equals), as far as its price allows;
/// what is still left walks on to the next largest. The shares add up to
/// `min(discount, sum of lines)` and none exceeds its line.
#[must_use]
pub fn spread(discount: i64, lines: &[i64]) -> Vec<i64> {
    let total: i128 = lines.iter().map(|&line| i128::from(line.max(0))).sum();
    let discount = i128::from(discount.max(0)).min(total);
    if total == 0 {
        return vec![0; lines.len()];
    }
    let mut shares: Vec<i128> =
        lines.iter().map(|&line| discount * i128::from(line.max(0)) / total).collect();
    let mut left = discount - shares.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(lines[i]));
    for i in order {
        let room = i128::from(lines[i].max(0)) - shares[i];
        let more = left.min(room);
        shares[i] += more;
        left -= more;
    }
    shares.into_iter().map(|share| i64::try_from(share).unwrap_or(i64::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ten_percent_is_floored() {
        assert_eq!(share_of(99_999, BasisPoints(1000)), 9_999);
        assert_eq!(share_of(i64::MAX, BasisPoints(10_000)), i64::MAX);
    }

    #[test]
    fn the_remainder_goes_to_the_largest_line() {
        assert_eq!(spread(100, &[10_000, 20_000, 10_000]), vec![25, 50, 25]);
        assert_eq!(spread(101, &[10_000, 20_000, 10_000]), vec![25, 51, 25]);
        assert_eq!(spread(5, &[0, 0]), vec![0, 0]);
    }

    #[test]
    fn currencies_do_not_mix_and_sums_do_not_wrap() {
        assert_eq!(Money::krw(1).plus(Money::krw(i64::MAX)), Err(MoneyError::Overflow));
        assert_eq!(Money::krw(5).minus(Money::krw(7)), Ok(Money::krw(-2)));
    }

    proptest! {
        #[test]
        fn shares_add_up_and_fit(
            discount in 0i64..10_000_000,
            lines in prop::collection::vec(0i64..1_000_000, 1..12),
        ) {
            let shares = spread(discount, &lines);
            let total: i64 = lines.iter().sum();
            prop_assert_eq!(shares.iter().sum::<i64>(), discount.min(total));
            for (share, line) in shares.iter().zip(&lines) {
                prop_assert!((0..=*line).contains(share));
            }
        }
    }
}
