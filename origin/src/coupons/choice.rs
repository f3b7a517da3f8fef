//! Which coupon an order gets, and why the others do not apply.

use frontrow_shared::id::{GrantId, PerformanceId};
use frontrow_shared::time::UnixMillis;

use super::kinds::{self, Terms};
use super::words::{Bilingual, won};

/// The definition of a coupon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Name in Korean and English.
    pub name: Bilingual,
    /// Name of the kind.
    pub kind: String,
    /// What the kind needs to know.
    pub terms: Terms,
    /// Subtotal in minor units from which it applies.
    pub minimum_spend: i64,
    /// Only for this performance.
    pub performance: Option<PerformanceId>,
    /// Usable from.
    pub valid_from: UnixMillis,
    /// Usable until, exclusive.
    pub valid_until: UnixMillis,
}

/// A grant that its owner could use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usable {
    /// The grant.
    pub grant: GrantId,
    /// Its coupon.
    pub coupon: Definition,
}

/// What the buyer asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// The coupon that takes most off; the default.
    Best,
    /// No coupon.
    None,
    /// This one or an error.
    Grant(GrantId),
}

/// What is being bought.
#[derive(Debug, Clone, Copy)]
pub struct Basket {
    /// The performance.
    pub performance: PerformanceId,
    /// Sum of the prices in minor units.
    pub subtotal: i64,
    /// The least that the provider charges in minor units; nothing at all is possible too.
    pub minimum_charge: i64,
}

/// How one grant would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The grant.
    pub grant: GrantId,
    /// Name of its coupon.
    pub name: Bilingual,
    /// What it would take off; 0 when it does not apply.
    pub discount: i64,
    /// Why it does not apply; none when it does.
    pub reason: Option<Bilingual>,
}

/// The coupon that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The grant.
    pub grant: GrantId,
    /// Name of its coupon.
    pub name: Bilingual,
    /// What it takes off.
    pub discount: i64,
    /// What it does and why it was taken.
    pub explanation: Bilingual,
}

/// The choice and how every grant would do, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The coupon that was taken, if any.
    pub taken: Option<Taken>,
    /// All grants.
    pub offers: Vec<Offer>,
}

/// Why the wish cannot be met.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// The person has no such grant that is free to use.
    #[error("you have no such coupon that is free to use")]
    NotYours,
    /// It is theirs but does not apply; the reason in both languages.
    #[error("{}", .0.en)]
    NotApplicable(Bilingual),
}

/// The part of `discount` that leaves either nothing or at least `minimum` to charge.
///
/// A provider does not charge one won; rather than refusing the coupon the discount shrinks.
#[must_use]
pub fn chargeable(subtotal: i64, discount: i64, minimum: i64) -> i64 {
    let discount = discount.clamp(0, subtotal.max(0));
    let total = subtotal - discount;
    if total == 0 || total >= minimum { discount } else { (subtotal - minimum).max(0) }
}

/// Chooses among `usable`. Of two that take the same off, the one that ends first is used
/// first, and after that the older grant.
///
/// # Errors
/// A named grant that is not among `usable`, or does not apply.
pub fn choose(
    usable: &[Usable],
    wish: Wish,
    basket: Basket,
    now: UnixMillis,
) -> Result<Choice, ChoiceError> {
    let mut order: Vec<(&Usable, Offer)> =
        usable.iter().map(|one| (one, offer(one, basket, now))).collect();
    order.sort_by_key(|(one, offer)| {
        (std::cmp::Reverse(offer.discount), one.coupon.valid_until, one.grant)
    });
    let applicable = order.iter().filter(|(_, offer)| offer.reason.is_none()).count();
    let chosen = match wish {
        Wish::None => None,
        Wish::Best => order.iter().find(|(_, offer)| offer.reason.is_none()),
        Wish::Grant(grant) => {
            let found = order.iter().find(|(one, _)| one.grant == grant);
            let (_, offer) = found.ok_or(ChoiceError::NotYours)?;
            if let Some(reason) = &offer.reason {
                return Err(ChoiceError::NotApplicable(reason.clone()));
            }
            found
        }
    };
    let taken = chosen.map(|(one, offer)| Taken {
        grant: one.grant,
        name: offer.name.clone(),
        discount: offer.discount,
        explanation: explain(one, offer, basket, (wish == Wish::Best).then_some(applicable)),
    });
    Ok(Choice { taken, offers: order.into_iter().map(|(_, offer)| offer).collect() })
}

fn offer(one: &Usable, basket: Basket, now: UnixMillis) -> Offer {
    let found = wanted(&one.coupon, basket, now)
        .map(|off| chargeable(basket.subtotal, off, basket.minimum_charge))
        .and_then(|off| if off > 0 { Ok(off) } else { Err(takes_nothing()) });
    let (discount, reason) = match found {
        Ok(discount) => (discount, None),
        Err(reason) => (0, Some(reason)),
    };
    Offer { grant: one.grant, name: one.coupon.name.clone(), discount, reason }
}

/// What the coupon would take off, before the provider's minimum is looked at.
fn wanted(coupon: &Definition, basket: Basket, now: UnixMillis) -> Result<i64, Bilingual> {
    if now < coupon.valid_from {
        return Err(Bilingual::new(
            "아직 쓸 수 없는 쿠폰입니다.",
            "This coupon cannot be used yet.",
        ));
    }
    if now >= coupon.valid_until {
        return Err(Bilingual::new("사용 기간이 지났습니다.", "This coupon has run out."));
    }
    if coupon.performance.is_some_and(|only| only != basket.performance) {
        return Err(Bilingual::new(
            "다른 공연에만 쓸 수 있는 쿠폰입니다.",
            "This coupon is for another performance.",
        ));
    }
    if basket.subtotal < coupon.minimum_spend {
        let (ko, en) = won(coupon.minimum_spend);
        return Err(Bilingual::new(
            format!("{ko} 이상 주문할 때 쓸 수 있습니다."),
            format!("This coupon is for orders of {en} or more."),
        ));
    }
    let kind = kinds::kind(&coupon.kind).ok_or_else(takes_nothing)?;
    Ok((kind.discount)(&coupon.terms, basket.subtotal))
}

fn takes_nothing() -> Bilingual {
    Bilingual::new("이 주문에는 할인이 없습니다.", "This coupon takes nothing off this order.")
}

fn explain(one: &Usable, offer: &Offer, basket: Basket, best_of: Option<usize>) -> Bilingual {
    let mut text = kinds::kind(&one.coupon.kind)
        .map_or_else(takes_nothing, |kind| (kind.describe)(&one.coupon.terms));
    text = Bilingual::new(format!("{}.", text.ko), format!("{}.", text.en));
    if let Some(count @ 2..) = best_of {
        text = text.and(&Bilingual::new(
            format!("쓸 수 있는 쿠폰 {count}장 가운데 할인이 가장 큽니다."),
            format!("Of your {count} coupons that apply it takes most off."),
        ));
    }
    let full = kinds::kind(&one.coupon.kind)
        .map_or(0, |kind| (kind.discount)(&one.coupon.terms, basket.subtotal));
    if offer.discount < full {
        let (ko, en) = won(basket.minimum_charge);
        text = text.and(&Bilingual::new(
            format!("결제할 수 있는 최소 금액이 {ko}이어서 할인이 줄었습니다."),
            format!("The discount is smaller because {en} is the least that can be charged."),
        ));
    }
    text
}

#[cfg(test)]
#[path = "choice_tests.rs"]
mod tests;
