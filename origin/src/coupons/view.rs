//! Coupons and grants as the API shows them.

use frontrow_shared::id::{CouponId, GrantId, PerformanceId};
use frontrow_shared::money::{Currency, Money};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

/// A coupon.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Coupon)]
pub struct CouponView {
    /// `cpn_…`
    pub id: CouponId,
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// `fixed` or `percent`.
    pub kind: String,
    /// `fixed`: what it takes off.
    pub amount: Option<Money>,
    /// `percent`: basis points that it takes off.
    pub bps: Option<i32>,
    /// `percent`: the most that it takes off.
    pub cap: Option<Money>,
    /// Subtotal from which it applies.
    pub minimum_spend: Money,
    /// Only for this performance; null for all.
    pub performance_id: Option<PerformanceId>,
    /// Usable from.
    #[serde(with = "time::serde::rfc3339")]
    pub valid_from: OffsetDateTime,
    /// Usable until, exclusive.
    #[serde(with = "time::serde::rfc3339")]
    pub valid_until: OffsetDateTime,
}

/// A coupon as staff see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CouponEntry {
    /// What buyers enter to get it; null when only staff grants it.
    pub code: Option<String>,
    /// What everybody may know.
    #[serde(flatten)]
    pub coupon: CouponView,
}

/// One person's right to use a coupon, once.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Grant)]
pub struct GrantView {
    /// `grt_…`
    pub id: GrantId,
    /// The coupon.
    pub coupon: CouponView,
    /// `issued`, `reserved`, `consumed`, `expired` or `revoked`.
    pub state: String,
}

/// An optional amount of a coupon in its currency.
pub(super) fn money(minor: Option<i64>, currency: &str) -> Option<Money> {
    let currency = Currency::from_code(currency)?;
    minor.map(|minor| Money { minor, currency })
}
