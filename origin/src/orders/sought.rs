//! What somebody means who looks for an order: one text of a mail, a ticket or a bank statement.

use frontrow_shared::id::{AccountId, HoldId, OrderId, RefundId, TicketId};

use crate::accounts::Email;

/// Longest text that is looked for, in characters: as long as the longest e-mail address.
pub const SOUGHT_MAX: usize = 254;

/// What an order is looked for by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// Its own id.
    Order(OrderId),
    /// Its buyer.
    Account(AccountId),
    /// The hold that it was made of.
    Hold(HoldId),
    /// One of its tickets.
    Ticket(TicketId),
    /// Money of it that went back: the id stands on bank statements.
    Refund(RefundId),
    /// Its buyer's address.
    Email(Email),
    /// A ticket's code, the provider's name of a payment, a booking number, a seat, or a part of
    /// the buyer's name or address.
    Name(String),
}

/// A text that nothing can be found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "q takes 1 to {SOUGHT_MAX} characters on one line, such as an e-mail address or an order id"
)]
pub struct SoughtError;

impl Sought {
    /// Reads a text; blanks around it, as copying leaves them, do not count.
    ///
    /// # Errors
    /// Nothing in it, too long, or with control characters.
    pub fn parse(text: &str) -> Result<Self, SoughtError> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > SOUGHT_MAX || text.contains(char::is_control) {
            return Err(SoughtError);
        }
        let id = text.to_ascii_lowercase();
        let by_id = None
            .or_else(|| id.parse().ok().map(Self::Order))
            .or_else(|| id.parse().ok().map(Self::Account))
            .or_else(|| id.parse().ok().map(Self::Hold))
            .or_else(|| id.parse().ok().map(Self::Ticket))
            .or_else(|| id.parse().ok().map(Self::Refund));
        let by_email = || Email::parse(text).ok().map(Self::Email);
        Ok(by_id.or_else(by_email).unwrap_or_else(|| Self::Name(text.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_text_says_itself_what_it_is() {
        let uuid = Uuid::from_u128(0x0198_c2aa);
        let email = Email::parse("Min@example.com").unwrap();
        let name = |text: &str| Sought::Name(text.to_owned());
        for (text, sought) in [
            (OrderId(uuid).to_string(), Sought::Order(OrderId(uuid))),
            (format!("  {} ", OrderId(uuid)), Sought::Order(OrderId(uuid))),
            (OrderId(uuid).to_string().to_uppercase(), Sought::Order(OrderId(uuid))),
            (AccountId(uuid).to_string(), Sought::Account(AccountId(uuid))),
            (HoldId(uuid).to_string(), Sought::Hold(HoldId(uuid))),
            (TicketId(uuid).to_string(), Sought::Ticket(TicketId(uuid))),
            (RefundId(uuid).to_string(), Sought::Refund(RefundId(uuid))),
            ("Min@example.com".into(), Sought::Email(email)),
            ("tgen_20261121".into(), name("tgen_20261121")),
            ("not@mail".into(), name("not@mail")),
            ("ord_123".into(), name("ord_123")),
            ("x".repeat(SOUGHT_MAX), name(&"x".repeat(SOUGHT_MAX))),
        ] {
            assert_eq!(Sought::parse(&text), Ok(sought), "{text}");
        }
        for bad in ["", "   ", "a\0b", "a\nb", &"한".repeat(SOUGHT_MAX + 1)] {
            assert_eq!(Sought::parse(bad), Err(SoughtError), "{bad:?}");
        }
    }
}
