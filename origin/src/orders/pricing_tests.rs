use super::*;
use crate::coupons::choice::Definition;
use crate::coupons::kinds::Terms;
use crate::coupons::words::Bilingual;
use frontrow_shared::id::GrantId;
use proptest::prelude::*;
use uuid::Uuid;

fn seats(prices: &[i64]) -> Vec<PricedSeat> {
    let seat = |seat_no| PrintedSeat {
        seat_no,
        section: "A".to_owned(),
        row: "1".to_owned(),
        label: seat_no.to_string(),
        grade: "R".to_owned(),
    };
    (0..).zip(prices).map(|(n, &price)| PricedSeat { seat: seat(n), price }).collect()
}

fn coupon(kind: &str, terms: Terms) -> Usable {
    Usable {
        grant: GrantId(Uuid::from_u128(1)),
        coupon: Definition {
            name: Bilingual::new("쿠폰", "coupon"),
            kind: kind.to_owned(),
            terms,
            minimum_spend: 0,
            performance: None,
            valid_from: UnixMillis(0),
            valid_until: UnixMillis(10),
        },
    }
}

fn quote(prices: &[i64], usable: &[Usable]) -> Result<Quote, PricingError> {
    let performance = PerformanceId(Uuid::nil());
    price(performance, Currency::Krw, &seats(prices), usable, Wish::Best, UnixMillis(5))
}

#[test]
fn two_seats_with_ten_percent_capped_at_5000() {
    let ten = coupon("percent", Terms { bps: Some(1_000), cap: Some(5_000), amount: None });
    let quote = quote(&[60_000, 50_000], &[ten]).unwrap();
    assert_eq!(quote.total, Money::krw(105_000));
    let paid: Vec<i64> = quote.lines.iter().map(|line| line.paid.minor).collect();
    // 5,000 × 6/11 = 2,727.27 and 5,000 × 5/11 = 2,272.72; the lost won goes to the larger.
    assert_eq!(paid, [57_272, 47_728]);
    assert_eq!(quote.options.len(), 1);
}

#[test]
fn what_cannot_be_charged_is_refused_and_nothing_is_free() {
    assert!(matches!(quote(&[99], &[]), Err(PricingError::TooLittle { total: 99, .. })));
    assert!(matches!(quote(&[i64::MAX, 1], &[]), Err(PricingError::TooMuch)));
    assert_eq!(quote(&[0, 0], &[]).unwrap().total, Money::krw(0));
    let all = coupon("fixed", Terms { amount: Some(50_000), ..Terms::default() });
    assert_eq!(quote(&[30_000], &[all]).unwrap().total, Money::krw(0));
}

proptest! {
    #[test]
    fn the_lines_add_up_to_the_total(
        prices in prop::collection::vec(100i64..500_000, 1..8),
        amount in 1i64..600_000,
        bps in 1i32..=10_000,
        cap in 1i64..100_000,
        percent: bool,
    ) {
        let usable = if percent {
            coupon("percent", Terms { bps: Some(bps), cap: Some(cap), amount: None })
        } else {
            coupon("fixed", Terms { amount: Some(amount), ..Terms::default() })
        };
        let quote = quote(&prices, &[usable]).unwrap();
        let sum = |f: fn(&QuoteLine) -> i64| quote.lines.iter().map(f).sum::<i64>();
        prop_assert_eq!(sum(|line| line.price.minor), quote.subtotal.minor);
        prop_assert_eq!(sum(|line| line.discount.minor), quote.discount.minor);
        prop_assert_eq!(sum(|line| line.paid.minor) + quote.fees.minor, quote.total.minor);
        prop_assert!(quote.lines.iter().all(|line| line.paid.minor >= 0));
        let total = quote.total.minor;
        prop_assert!(total == 0 || total >= MINIMUM_CHARGE);
    }
}
