use super::*;
use proptest::prelude::*;
use uuid::Uuid;

const NOW: UnixMillis = UnixMillis(1_000);

fn performance(n: u128) -> PerformanceId {
    PerformanceId(Uuid::from_u128(n))
}

fn basket(subtotal: i64) -> Basket {
    Basket { performance: performance(1), subtotal, minimum_charge: 100 }
}

fn usable(n: u128, kind: &str, terms: Terms) -> Usable {
    Usable {
        grant: GrantId(Uuid::from_u128(n)),
        coupon: Definition {
            name: Bilingual::new("쿠폰", "coupon"),
            kind: kind.to_owned(),
            terms,
            minimum_spend: 0,
            performance: None,
            valid_from: UnixMillis(0),
            valid_until: UnixMillis(2_000),
        },
    }
}

fn fixed(n: u128, amount: i64) -> Usable {
    usable(n, "fixed", Terms { amount: Some(amount), ..Terms::default() })
}

fn percent(n: u128, bps: i32, cap: i64) -> Usable {
    usable(n, "percent", Terms { bps: Some(bps), cap: Some(cap), amount: None })
}

fn taken(choice: &Choice) -> Option<(u128, i64)> {
    choice.taken.as_ref().map(|taken| (taken.grant.0.as_u128(), taken.discount))
}

#[test]
fn the_best_is_taken_and_the_explanation_says_so() {
    let coupons = [fixed(1, 3_000), percent(2, 1_000, 5_000)];
    let large = choose(&coupons, Wish::Best, basket(110_000), NOW).unwrap();
    assert_eq!(taken(&large), Some((2, 5_000)));
    let why = large.taken.unwrap().explanation;
    assert_eq!(
        why.en,
        "10% off the order, at most ₩5,000. Of your 2 coupons that apply it takes most off."
    );
    let small = choose(&coupons, Wish::Best, basket(20_000), NOW).unwrap();
    assert_eq!(taken(&small), Some((1, 3_000)));
}

#[test]
fn of_equals_the_one_that_ends_first_is_used() {
    let mut later = fixed(1, 3_000);
    later.coupon.valid_until = UnixMillis(9_000);
    let choice = choose(&[later, fixed(2, 3_000)], Wish::Best, basket(50_000), NOW).unwrap();
    assert_eq!(taken(&choice), Some((2, 3_000)));
}

#[test]
fn each_reason_is_given() {
    let mut early = fixed(1, 1_000);
    early.coupon.valid_from = UnixMillis(1_001);
    let mut late = fixed(2, 1_000);
    late.coupon.valid_until = NOW;
    let mut elsewhere = fixed(3, 1_000);
    elsewhere.coupon.performance = Some(performance(2));
    let mut dear = fixed(4, 1_000);
    dear.coupon.minimum_spend = 50_001;
    let unknown = usable(5, "magic", Terms::default());
    for (coupon, words) in [
        (early, "yet"),
        (late, "run out"),
        (elsewhere, "another performance"),
        (dear, "₩50,001 or more"),
        (unknown, "nothing off"),
    ] {
        let grant = coupon.grant;
        let coupons = [coupon];
        let choice = choose(&coupons, Wish::Best, basket(50_000), NOW).unwrap();
        assert_eq!(choice.taken, None);
        assert!(choice.offers[0].reason.as_ref().unwrap().en.contains(words), "{words}");
        let named = choose(&coupons, Wish::Grant(grant), basket(50_000), NOW).unwrap_err();
        assert!(matches!(named, ChoiceError::NotApplicable(why) if why.en.contains(words)));
    }
}

#[test]
fn a_foreign_grant_is_refused_and_none_is_none() {
    let stranger = Wish::Grant(GrantId(Uuid::from_u128(9)));
    assert_eq!(choose(&[fixed(1, 1)], stranger, basket(9), NOW), Err(ChoiceError::NotYours));
    assert_eq!(choose(&[fixed(1, 1)], Wish::None, basket(900), NOW).unwrap().taken, None);
}

#[test]
fn below_the_minimum_the_discount_shrinks_and_the_explanation_says_so() {
    let choice = choose(&[fixed(1, 950)], Wish::Best, basket(1_000), NOW).unwrap();
    assert_eq!(taken(&choice), Some((1, 900)));
    assert!(choice.taken.unwrap().explanation.en.contains("₩100 is the least"));
    let free = choose(&[fixed(1, 1_000)], Wish::Best, basket(1_000), NOW).unwrap();
    assert_eq!(taken(&free), Some((1, 1_000)));
}

proptest! {
    #[test]
    fn what_is_left_is_nothing_or_chargeable(subtotal in 0i64..5_000, off in 0i64..6_000) {
        let discount = chargeable(subtotal, off, 100);
        let total = subtotal - discount;
        prop_assert!((0..=off.min(subtotal)).contains(&discount));
        prop_assert!(total == 0 || total >= 100 || discount == 0);
    }

    #[test]
    fn nothing_takes_more_off_than_the_best(
        subtotal in 0i64..200_000,
        amounts in prop::collection::vec(1i64..30_000, 0..5),
        rates in prop::collection::vec((1i32..=10_000, 1i64..30_000), 0..5),
    ) {
        let fixed = amounts.iter().enumerate().map(|(i, &a)| fixed(i as u128, a));
        let percent = rates.iter().enumerate().map(|(i, &(r, c))| percent(100 + i as u128, r, c));
        let coupons: Vec<Usable> = fixed.chain(percent).collect();
        let choice = choose(&coupons, Wish::Best, basket(subtotal), NOW).unwrap();
        let best = choice.taken.as_ref().map_or(0, |taken| taken.discount);
        for offer in &choice.offers {
            prop_assert!(offer.discount <= best);
            prop_assert_eq!(offer.discount > 0, offer.reason.is_none());
        }
    }
}
