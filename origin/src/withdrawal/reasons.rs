//! What stands in the way of closing an account.

use serde::Serialize;
use utoipa::ToSchema;

/// One thing to be settled first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// An order waits for its payment, is being paid, or is looked at by a person.
    OrderOpen,
    /// Money is on its way back.
    RefundOpen,
    /// A ticket for a show to come: cancel its order, or go.
    TicketAhead,
    /// The account does more than buy; an operator takes its roles away first.
    Role,
}

/// What is open of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Open {
    /// Orders that are not over.
    pub orders: bool,
    /// Refunds under way.
    pub refunds: bool,
    /// Tickets for shows to come.
    pub tickets: bool,
    /// Roles beside that of a buyer.
    pub roles: bool,
}

impl Open {
    /// All of it, in the order in which to settle it.
    #[must_use]
    pub fn reasons(self) -> Vec<Reason> {
        let all = [
            (self.orders, Reason::OrderOpen),
            (self.refunds, Reason::RefundOpen),
            (self.tickets, Reason::TicketAhead),
            (self.roles, Reason::Role),
        ];
        all.into_iter().filter(|(open, _)| *open).map(|(_, reason)| reason).collect()
    }
}
