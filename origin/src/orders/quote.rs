//! The price of an order as it is shown, frozen and stored.

use frontrow_shared::id::{GrantId, SeatNo};
use frontrow_shared::money::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::tickets::PrintedSeat;

/// A price with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Quote {
    /// One line a seat, by seat.
    pub lines: Vec<QuoteLine>,
    /// Sum of the prices.
    pub subtotal: Money,
    /// What the coupon takes off.
    pub discount: Money,
    /// What is added.
    pub fees: Money,
    /// What is charged: subtotal - discount + fees.
    pub total: Money,
    /// The coupon that was taken.
    pub coupon: Option<QuoteCoupon>,
    /// How every coupon of the buyer would do, best first.
    pub options: Vec<QuoteOption>,
}

/// One seat of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuoteLine {
    /// The seat within its performance.
    pub seat_no: SeatNo,
    /// Section.
    pub section: String,
    /// Row.
    pub row: String,
    /// Seat.
    pub label: String,
    /// Price class.
    pub grade: String,
    /// Its price.
    pub price: Money,
    /// Its share of the discount.
    pub discount: Money,
    /// What is paid for it.
    pub paid: Money,
}

impl QuoteLine {
    /// What stands on its ticket.
    #[must_use]
    pub fn printed(&self) -> PrintedSeat {
        PrintedSeat {
            seat_no: self.seat_no,
            section: self.section.clone(),
            row: self.row.clone(),
            label: self.label.clone(),
            grade: self.grade.clone(),
        }
    }
}

/// The coupon of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuoteCoupon {
    /// The grant.
    pub grant: GrantId,
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// What it does and why it was taken, in Korean.
    pub explanation: String,
    /// The same in English.
    pub explanation_en: String,
}

/// How a coupon would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuoteOption {
    /// The grant.
    pub grant: GrantId,
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// What it would take off.
    pub discount: Money,
    /// Whether it applies.
    pub applicable: bool,
    /// Why it does not, in Korean.
    pub reason: Option<String>,
    /// The same in English.
    pub reason_en: Option<String>,
}
