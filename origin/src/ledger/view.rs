//! Entries as staff see them.

use frontrow_shared::id::RefundId;
use serde::Serialize;
use utoipa::ToSchema;

/// A booking.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LedgerEntry)]
pub struct EntryView {
    /// Date of the booking in Korea, as `2026-11-21`.
    pub booked_on: String,
    /// `sale` or `refund`.
    pub kind: String,
    /// The refund, for kind `refund`.
    pub refund_id: Option<RefundId>,
    /// The sides; debits and credits are equal in sum.
    pub lines: Vec<LineView>,
}

/// One side of a booking.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LedgerLine)]
pub struct LineView {
    /// `provider_receivable`, `seller_payable`, `discount_expense` or `fee_income`.
    pub account: String,
    /// Minor units on the left.
    pub debit: i64,
    /// Minor units on the right.
    pub credit: i64,
    /// ISO 4217 code.
    pub currency: String,
}
