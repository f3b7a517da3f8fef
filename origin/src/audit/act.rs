//! An act: who did what to which thing, and what became different by it.

use frontrow_shared::id::{
    AccountId, CouponId, EventId, GrantId, OrderId, PerformanceId, SaleId, VenueId,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::change;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// What may be done. The words are kept for good: none is ever renamed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        pub enum Action {$(
            $(#[$doc])*
            #[serde(rename = $word)]
            $name,
        )*}

        impl Action {
            /// The word in the database and on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

actions! {
    /// A member of staff signed in.
    StaffSignedIn = "staff.signed_in";
    /// Somebody tried to; nobody is the actor.
    StaffSignInFailed = "staff.sign_in_failed";
    /// A member of staff signed out.
    StaffSignedOut = "staff.signed_out";
    /// An account got other roles.
    AccountAppointed = "account.appointed";
    /// A venue was entered.
    VenueEntered = "venue.entered";
    /// A venue got other names.
    VenueChanged = "venue.changed";
    /// An event was entered.
    EventEntered = "event.entered";
    /// An event was changed.
    EventChanged = "event.changed";
    /// A performance was entered.
    PerformanceEntered = "performance.entered";
    /// A performance got other dates or limits.
    PerformanceChanged = "performance.changed";
    /// A grade of a performance was changed, such as its price.
    PerformanceGradeChanged = "performance.grade_changed";
    /// A performance became visible to buyers.
    PerformancePublished = "performance.published";
    /// A venue got another plan.
    VenueReplanned = "venue.plan_changed";
    /// A venue was deleted.
    VenueDeleted = "venue.deleted";
    /// An event was deleted.
    EventDeleted = "event.deleted";
    /// A draft got other grades.
    PerformanceRepainted = "performance.repainted";
    /// A draft was deleted.
    PerformanceDeleted = "performance.deleted";
    /// A published performance was taken off sale.
    PerformanceTakenOffSale = "performance.taken_off_sale";
    /// A sale was entered.
    SaleEntered = "sale.entered";
    /// A sale got other windows or another room.
    SaleChanged = "sale.changed";
    /// A sale was paused.
    SalePaused = "sale.paused";
    /// A paused sale went on.
    SaleResumed = "sale.resumed";
    /// Another number of passes may be alive at once.
    SaleCapped = "sale.capped";
    /// A sale was warmed up before it opens.
    SaleWarmed = "sale.warmed";
    /// A coupon was made.
    CouponEntered = "coupon.entered";
    /// Somebody was given a coupon.
    GrantGiven = "grant.given";
    /// A paid order was given back.
    OrderRefundRequested = "order.refund_requested";
    /// An order that needed a look was confirmed.
    OrderReviewConfirmed = "order.review_confirmed";
    /// An order that needed a look was let go.
    OrderReviewReleased = "order.review_released";
}

/// What an act was done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Subject {
    /// `account`, `venue`, `event`, `performance`, `sale`, `coupon`, `grant`, `order`, or
    /// `address` for an address that no account has.
    pub kind: String,
    /// Its id, such as `sal_…`; for an `address` the address.
    pub id: String,
}

impl Subject {
    /// An address under which nobody has an account.
    #[must_use]
    pub fn address(address: &str) -> Self {
        Self { kind: "address".to_owned(), id: address.to_lowercase() }
    }
}

macro_rules! subjects {
    ($($id:ident = $kind:literal;)*) => {$(
        impl From<$id> for Subject {
            fn from(id: $id) -> Self {
                Self { kind: $kind.to_owned(), id: id.to_string() }
            }
        }
    )*};
}

subjects! {
    AccountId = "account";
    VenueId = "venue";
    EventId = "event";
    PerformanceId = "performance";
    SaleId = "sale";
    CouponId = "coupon";
    GrantId = "grant";
    OrderId = "order";
}

/// One act.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// Who did it; nobody for the command line and failed sign-ins.
    pub by: Option<AccountId>,
    /// What was done.
    pub action: Action,
    /// To which thing.
    pub subject: Subject,
    /// What it changed, as it was. Never a secret.
    pub before: Option<Value>,
    /// What it changed, as it became. Never a secret.
    pub after: Option<Value>,
}

impl Act {
    /// An act that says all by its name.
    pub fn new(by: Option<AccountId>, action: Action, subject: impl Into<Subject>) -> Self {
        Self { by, action, subject: subject.into(), before: None, after: None }
    }

    /// The same act with what it made.
    #[must_use]
    pub fn made(self, after: &impl Serialize) -> Self {
        Self { after: Some(value(after)), ..self }
    }

    /// The same act with what it changed: of each of the two only the fields that differ.
    #[must_use]
    pub fn changed<T: Serialize>(self, before: &T, after: &T) -> Self {
        let (before, after) = change::between(value(before), value(after));
        Self { before: Some(before), after: Some(after), ..self }
    }
}

fn value(thing: &impl Serialize) -> Value {
    serde_json::to_value(thing).unwrap_or_default() // forms always serialise
}
