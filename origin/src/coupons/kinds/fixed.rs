//! `fixed`: an amount off the order.

use super::{Kind, Terms};
use crate::coupons::words::{Bilingual, won};

pub(super) const KIND: Kind = Kind { name: "fixed", check, discount, describe };

fn check(terms: &Terms) -> Result<(), &'static str> {
    match terms {
        Terms { amount: Some(amount), bps: None, cap: None } if *amount > 0 => Ok(()),
        _ => Err("A fixed coupon has an amount above 0, and neither bps nor cap."),
    }
}

fn discount(terms: &Terms, subtotal: i64) -> i64 {
    match (check(terms), terms.amount) {
        (Ok(()), Some(amount)) => amount.min(subtotal),
        _ => 0,
    }
}

fn describe(terms: &Terms) -> Bilingual {
    let (ko, en) = won(terms.amount.unwrap_or_default());
    Bilingual { ko: format!("주문 금액에서 {ko} 할인"), en: format!("{en} off the order") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_its_amount_as_far_as_the_order_goes() {
        let terms = Terms { amount: Some(3_000), ..Terms::default() };
        assert_eq!(discount(&terms, 50_000), 3_000);
        assert_eq!(discount(&terms, 2_000), 2_000);
        assert_eq!(describe(&terms).en, "₩3,000 off the order");
    }
}
