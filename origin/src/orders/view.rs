//! An order as the API shows it.

use frontrow_shared::id::{OrderId, SaleId, SeatNo, TicketId};
use frontrow_shared::money::Money;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::booking_number;
use super::quote::Quote;
use super::store::OrderRow;
use super::transition::OrderState;
use crate::catalog::{Caption, SaleInfo};
use crate::payments::attempts::AttemptRow;
use crate::payments::refunds::RefundRow;
use crate::tickets::TicketRow;

/// An order.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Order)]
pub struct OrderView {
    /// `ord_…`
    pub id: OrderId,
    /// Its short number for people, such as `7K3M-Q0VX`; staff find the order by it.
    pub booking_number: String,
    /// The sale that it came through.
    pub sale_id: SaleId,
    /// What it is for.
    pub performance: Caption,
    /// `awaiting_payment`, `confirming`, `confirmed`, `partially_refunded`, `refunded`,
    /// `awaiting_deposit`, `expired`, `cancelled` or `needs_review`.
    pub state: &'static str,
    /// The frozen price.
    pub quote: Quote,
    /// Until when it can be paid.
    #[serde(with = "time::serde::rfc3339")]
    pub deadline_at: OffsetDateTime,
    /// The same as milliseconds from now, by the server's clock; never below 0.
    pub remaining_ms: i64,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// One a seat, once it is paid.
    pub tickets: Vec<TicketBrief>,
    /// How it was paid.
    pub payment: Option<PaymentView>,
    /// The money's way back.
    pub refund: Option<RefundView>,
    /// Whether its buyer may cancel it now.
    pub cancellable: bool,
}

/// A ticket of an order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TicketBrief {
    /// `tkt_…`
    pub id: TicketId,
    /// The seat within its performance.
    pub seat_no: SeatNo,
    /// Section.
    pub section: String,
    /// Row.
    pub row: String,
    /// Seat.
    pub label: String,
    /// `valid`, `suspended` or `void`.
    pub state: String,
}

/// How an order was paid.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaymentView {
    /// In the provider's words, such as 카드.
    pub method: Option<String>,
    /// When the money was taken.
    #[serde(with = "time::serde::rfc3339::option")]
    pub approved_at: Option<OffsetDateTime>,
    /// A receipt.
    pub receipt_url: Option<String>,
}

/// How the way back of an order's money stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RefundView {
    /// `requested`, `sending`, `done`, `failed` or `unknown`.
    pub state: &'static str,
    /// How much.
    pub amount: Money,
}

/// What belongs to an order.
pub(super) struct Belongings {
    pub(super) tickets: Vec<TicketRow>,
    pub(super) attempt: Option<AttemptRow>,
    pub(super) refund: Option<RefundRow>,
}

impl OrderView {
    pub(super) fn new(
        order: OrderRow,
        sale: &SaleInfo,
        with: Belongings,
        now: OffsetDateTime,
    ) -> Self {
        let currency = order.currency();
        let refunding = with.refund.as_ref().is_some_and(|refund| {
            use crate::payments::transition::RefundState as R;
            matches!(refund.state, R::Requested | R::Sending | R::Unknown)
        });
        let ticketed = with.tickets.iter().any(|ticket| ticket.state != "void");
        let cancellable = match order.state {
            OrderState::AwaitingPayment => true,
            OrderState::Confirmed => !refunding && now < sale.starts_at,
            OrderState::NeedsReview => ticketed && !refunding && now < sale.starts_at,
            _ => false,
        };
        Self {
            id: order.id,
            booking_number: booking_number::of(order.id),
            sale_id: order.sale,
            performance: Caption::of(sale),
            state: order.state.as_str(),
            deadline_at: order.deadline_at,
            remaining_ms: order.remaining_ms.max(0),
            created_at: order.created_at,
            tickets: with.tickets.into_iter().map(brief).collect(),
            payment: with.attempt.map(|attempt| PaymentView {
                method: attempt.method,
                approved_at: attempt.approved_at,
                receipt_url: attempt.receipt_url,
            }),
            refund: with.refund.map(|refund| RefundView {
                state: refund.state.as_str(),
                amount: Money { minor: refund.amount, currency },
            }),
            cancellable,
            quote: order.quote,
        }
    }
}

fn brief(ticket: TicketRow) -> TicketBrief {
    TicketBrief {
        id: ticket.id,
        seat_no: ticket.seat.seat_no,
        section: ticket.seat.section,
        row: ticket.seat.row,
        label: ticket.seat.label,
        state: ticket.state,
    }
}
