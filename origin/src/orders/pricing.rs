//! What an order costs: pure.
//!
//! The prices are the catalog's, never the client's. The discount is spread over the lines by
//! the one rounding rule, so that what was paid for each seat is known when it goes back.

use frontrow_shared::id::PerformanceId;
use frontrow_shared::money::{Currency, Money, spread};
use frontrow_shared::time::UnixMillis;

use super::quote::{Quote, QuoteCoupon, QuoteLine, QuoteOption};
use crate::coupons::choice::{self, Basket, Choice, ChoiceError, Usable, Wish};
use crate::tickets::PrintedSeat;

/// The least that can be charged, in minor units: Toss takes no card payment below 100 won.
pub const MINIMUM_CHARGE: i64 = 100;

/// A seat with its price in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedSeat {
    /// The seat.
    pub seat: PrintedSeat,
    /// Its price; not negative.
    pub price: i64,
}

/// Why there is no price.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PricingError {
    /// The coupon that was asked for cannot be used.
    #[error(transparent)]
    Coupon(#[from] ChoiceError),
    /// The seats cost something, but less than can be charged.
    #[error("{total} {currency} is less than can be charged; ask the organiser")]
    TooLittle {
        /// Minor units.
        total: i64,
        /// ISO 4217 code.
        currency: &'static str,
    },
    /// The sum does not fit.
    #[error("the sum of the prices is too large")]
    TooMuch,
}

/// Prices the seats with the coupon that is wished for.
///
/// # Errors
/// A coupon that cannot be used, and sums that cannot be charged.
pub fn price(
    performance: PerformanceId,
    currency: Currency,
    seats: &[PricedSeat],
    usable: &[Usable],
    wish: Wish,
    now: UnixMillis,
) -> Result<Quote, PricingError> {
    let prices: Vec<i64> = seats.iter().map(|seat| seat.price).collect();
    let subtotal = prices
        .iter()
        .try_fold(0i64, |sum, &price| sum.checked_add(price))
        .ok_or(PricingError::TooMuch)?;
    let basket = Basket { performance, subtotal, minimum_charge: MINIMUM_CHARGE };
    let choice = choice::choose(usable, wish, basket, now)?;
    let discount = choice.taken.as_ref().map_or(0, |taken| taken.discount);
    let fees = 0;
    let total = subtotal - discount + fees;
    if total > 0 && total < MINIMUM_CHARGE {
        return Err(PricingError::TooLittle { total, currency: currency.code() });
    }
    let money = |minor| Money { minor, currency };
    let lines = seats
        .iter()
        .zip(spread(discount, &prices))
        .map(|(seat, share)| QuoteLine {
            seat_no: seat.seat.seat_no,
            section: seat.seat.section.clone(),
            row: seat.seat.row.clone(),
            label: seat.seat.label.clone(),
            grade: seat.seat.grade.clone(),
            price: money(seat.price),
            discount: money(share),
            paid: money(seat.price - share),
        })
        .collect();
    let (coupon, options) = shown(choice, currency);
    Ok(Quote {
        lines,
        subtotal: money(subtotal),
        discount: money(discount),
        fees: money(fees),
        total: money(total),
        coupon,
        options,
    })
}

fn shown(choice: Choice, currency: Currency) -> (Option<QuoteCoupon>, Vec<QuoteOption>) {
    let coupon = choice.taken.map(|taken| QuoteCoupon {
        grant: taken.grant,
        name: taken.name.ko,
        name_en: taken.name.en,
        explanation: taken.explanation.ko,
        explanation_en: taken.explanation.en,
    });
    let options = choice.offers.into_iter().map(|offer| {
        let (reason, reason_en) = offer.reason.map(|why| (why.ko, why.en)).unzip();
        QuoteOption {
            grant: offer.grant,
            name: offer.name.ko,
            name_en: offer.name.en,
            discount: Money { minor: offer.discount, currency },
            applicable: reason.is_none(),
            reason,
            reason_en,
        }
    });
    (coupon, options.collect())
}

#[cfg(test)]
#[path = "pricing_tests.rs"]
mod tests;
