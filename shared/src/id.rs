//! Ids as people and programs see them: a prefix that says what it is, then 32 hex digits.
//!
//! Inside the database an id is a plain `uuid` (version 7, so it sorts by time of birth);
//! outside it is `ord_0198c2…`, so that a ticket's id pasted where an order's belongs is
//! refused at the door with a clear sentence instead of finding nothing.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// A text that is not an id of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an id of the form {prefix}_ followed by 32 lowercase hex digits")]
pub struct IdError {
    /// The prefix that was wanted, without the underscore.
    pub prefix: &'static str,
}

/// Reads `<prefix>_<32 lowercase hex>`; any other spelling of the same uuid is refused, so
/// that one thing has one name in logs, caches and signatures.
fn parse(prefix: &'static str, text: &str) -> Result<Uuid, IdError> {
    let hex = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .filter(|hex| hex.len() == 32)
        .filter(|hex| hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))
        .ok_or(IdError { prefix })?;
    Uuid::try_parse(hex).map_err(|_| IdError { prefix })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What stands before the underscore.
            pub const PREFIX: &'static str = $prefix;
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                parse($prefix, text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-9a-f]{32}$")))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A person with a sign-in.
    AccountId = "acc";
    /// A signed-in browser or device of an account.
    SessionId = "ses";
    /// The building.
    VenueId = "ven";
    /// A show.
    EventId = "evt";
    /// One date of a show.
    PerformanceId = "prf";
    /// What a line forms for.
    SaleId = "sal";
    /// A temporary exclusive claim on seats.
    HoldId = "hld";
    /// A purchase.
    OrderId = "ord";
    /// One try at paying an order.
    AttemptId = "att";
    /// Money going back.
    RefundId = "rfd";
    /// The right to one seat.
    TicketId = "tkt";
    /// A discount's definition.
    CouponId = "cpn";
    /// One person's right to use a coupon.
    GrantId = "grt";
    /// A pass's `jti`.
    PassId = "pas";
    /// A visitor of a waiting room.
    VisitorId = "vis";
    /// The record of an act of staff.
    AuditId = "aud";
}

/// A seat within its performance: an index from 0, in plan order.
pub type SeatNo = i32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_any_other_spelling_is_refused() {
        let id = OrderId(Uuid::from_u128(0x0198_c2aa));
        assert_eq!(id.to_string().parse(), Ok(id));
        let hex = id.0.simple().to_string();
        for bad in [
            hex.clone(),
            format!("tkt_{hex}"),
            format!("ord-{hex}"),
            format!("ord_{}", hex.to_uppercase()),
            format!("ord_{}", id.0),
            format!("ord_{hex}0"),
            "ord_".to_owned(),
            String::new(),
        ] {
            assert_eq!(bad.parse::<OrderId>(), Err(IdError { prefix: "ord" }), "{bad}");
        }
    }
}
