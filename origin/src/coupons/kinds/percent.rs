//! `percent`: a share of the order, up to a cap.

use frontrow_shared::money::{BasisPoints, share_of};

use super::{Kind, Terms};
use crate::coupons::words::{Bilingual, won};

pub(super) const KIND: Kind = Kind { name: "percent", check, discount, describe };

/// The rate and the cap of terms that are whole.
fn read(terms: &Terms) -> Option<(BasisPoints, i64)> {
    match terms {
        Terms { amount: None, bps: Some(bps @ 1..=10_000), cap: Some(cap) } if *cap > 0 => {
            Some((BasisPoints(u16::try_from(*bps).ok()?), *cap))
        }
        _ => None,
    }
}

fn check(terms: &Terms) -> Result<(), &'static str> {
    read(terms)
        .map(|_| ())
        .ok_or("A percent coupon has bps from 1 to 10000 and a cap above 0, and no amount.")
}

/// Floored to the minor unit, so the buyer never gets more than the coupon says.
fn discount(terms: &Terms, subtotal: i64) -> i64 {
    read(terms).map_or(0, |(rate, cap)| share_of(subtotal, rate).min(cap).max(0))
}

fn describe(terms: &Terms) -> Bilingual {
    let bps = terms.bps.unwrap_or_default();
    let rate = match (bps / 100, bps % 100) {
        (whole, 0) => format!("{whole}%"),
        (whole, part) => format!("{whole}.{part:02}%"),
    };
    let (ko, en) = won(terms.cap.unwrap_or_default());
    Bilingual {
        ko: format!("주문 금액의 {rate} 할인, 최대 {ko}"),
        en: format!("{rate} off the order, at most {en}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_floored_and_capped() {
        let terms = Terms { bps: Some(1_000), cap: Some(5_000), amount: None };
        assert_eq!(discount(&terms, 49_999), 4_999);
        assert_eq!(discount(&terms, 110_000), 5_000);
        assert_eq!(describe(&terms).en, "10% off the order, at most ₩5,000");
        assert_eq!(
            describe(&Terms { bps: Some(1_250), ..terms }).ko,
            "주문 금액의 12.50% 할인, 최대 5,000원"
        );
    }
}
