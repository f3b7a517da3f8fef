//! RFC 9457 problems: one table of stable codes for the edge and the core.
//!
//! A problem says what happened and what to do. `code` is what programs compare, `title` is
//! the same for every problem of a code, `detail` speaks of this one occurrence and never
//! holds a secret. Adding a code is compatible; changing or removing one is not.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The media type of a problem.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// Where the codes are explained; the code is appended.
pub const TYPE_BASE: &str = "https://frontrow.dev/problems/";

macro_rules! codes {
    ($($name:ident $text:literal $status:literal $title:literal;)*) => {
        /// A stable problem code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The code as it stands in the document.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// The HTTP status that it goes with.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Code::$name => $status,)* }
            }

            /// One sentence, the same for every problem of this code.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }
        }
    };
}

codes! {
    // Requests
    BodyInvalid "body_invalid" 400 "The request body is not what this route takes.";
    BodyTooLarge "body_too_large" 413 "The request body is too large.";
    PathInvalid "path_invalid" 400 "A part of the address is not valid.";
    QueryInvalid "query_invalid" 400 "The query is not valid.";
    HeaderInvalid "header_invalid" 400 "A header is not valid.";
    MediaTypeUnsupported "media_type_unsupported" 415 "Send the body as application/json.";
    IdempotencyKeyMissing "idempotency_key_missing" 400 "Send an Idempotency-Key header, and the same one when you try again.";
    IdempotencyKeyReused "idempotency_key_reused" 409 "This Idempotency-Key was used for another request.";
    NotFound "not_found" 404 "There is nothing at this address.";
    MethodNotAllowed "method_not_allowed" 405 "This address does not take that method.";
    OriginMismatch "origin_mismatch" 403 "The request came from another site.";
    RateLimited "rate_limited" 429 "Too many requests; wait and try again.";
    Overloaded "overloaded" 503 "The service is busy; wait and try again.";
    Unavailable "unavailable" 503 "A part of the service does not answer; try again in a moment.";
    CoreUnreachable "core_unreachable" 502 "The shop behind the line does not answer; try again in a moment.";
    Internal "internal" 500 "Something went wrong on our side.";
    // Sign-in
    SignInRequired "sign_in_required" 401 "Sign in first.";
    AccessMalformed "access_malformed" 401 "The access token cannot be read; sign in again.";
    AccessForged "access_forged" 401 "The access token is not genuine; sign in again.";
    AccessExpired "access_expired" 401 "The access token has run out; refresh it.";
    AccessForeignKey "access_foreign_key" 401 "The access token was signed by an unknown key; sign in again.";
    CredentialsWrong "credentials_wrong" 401 "E-mail address or password is wrong.";
    RefreshInvalid "refresh_invalid" 401 "The session has ended; sign in again.";
    EmailTaken "email_taken" 409 "An account with this e-mail address exists; sign in.";
    EmailInvalid "email_invalid" 422 "This is not an e-mail address.";
    PasswordWeak "password_weak" 422 "The password is too short or too long.";
    NameInvalid "name_invalid" 422 "The name is empty or too long.";
    Forbidden "forbidden" 403 "Your account may not do this.";
    // The line
    SaleNotFound "sale_not_found" 404 "There is no such sale.";
    RoomNotOpen "room_not_open" 409 "The waiting room is not open yet.";
    RoomClosed "room_closed" 409 "The sale is over.";
    QueueTokenMissing "queue_token_missing" 401 "The queue token is missing; join the line.";
    QueueTokenMalformed "queue_token_malformed" 401 "The queue token cannot be read; join the line again.";
    QueueTokenForged "queue_token_forged" 401 "The queue token is not genuine.";
    QueueTokenWrongSale "queue_token_wrong_sale" 403 "The queue token is for another sale.";
    QueueTokenExpired "queue_token_expired" 401 "The queue token has run out; join the line again.";
    QueueTokenNotYetValid "queue_token_not_yet_valid" 401 "The queue token is not valid yet.";
    QueueTokenForeignKey "queue_token_foreign_key" 401 "The queue token was made with an unknown key; join the line again.";
    ProofInvalid "proof_invalid" 403 "The proof does not belong to this queue token.";
    NotCalledYet "not_called_yet" 409 "It is not your turn yet.";
    ClaimWindowOver "claim_window_over" 410 "Your turn has passed.";
    ClaimReplayed "claim_replayed" 409 "This place has been claimed already.";
    // The pass
    PassMissing "pass_missing" 401 "Choosing seats needs a pass; join the line.";
    PassMalformed "pass_malformed" 401 "The pass cannot be read; join the line again.";
    PassForged "pass_forged" 401 "The pass is not genuine.";
    PassWrongSale "pass_wrong_sale" 403 "The pass is for another sale.";
    PassExpired "pass_expired" 401 "The pass has run out; join the line again.";
    PassNotYetValid "pass_not_yet_valid" 401 "The pass is not valid yet.";
    PassForeignKey "pass_foreign_key" 401 "The pass was signed by an unknown key; join the line again.";
    PassEnded "pass_ended" 401 "The pass has ended; join the line again.";
    PassOtherAccount "pass_other_account" 403 "The pass belongs to another account.";
    // The hop between edge and core
    HopMissing "hop_missing" 401 "The core answers the edge alone.";
    HopMalformed "hop_malformed" 401 "The hop signature cannot be read.";
    HopForged "hop_forged" 401 "The hop signature is not genuine.";
    HopExpired "hop_expired" 401 "The hop signature is too old or from the future.";
    HopForeignKey "hop_foreign_key" 401 "The hop signature was made with an unknown key.";
    HopReplayed "hop_replayed" 401 "The hop signature was used before.";
    // Catalog
    VenueNotFound "venue_not_found" 404 "There is no such venue.";
    EventNotFound "event_not_found" 404 "There is no such event.";
    PerformanceNotFound "performance_not_found" 404 "There is no such performance.";
    CatalogInvalid "catalog_invalid" 422 "The catalog entry is not valid.";
    // Seats and holds
    NoSeats "no_seats" 422 "Choose at least one seat.";
    TooManySeats "too_many_seats" 422 "That is more seats than one person may hold.";
    DuplicateSeats "duplicate_seats" 422 "A seat was named twice.";
    UnknownSeat "unknown_seat" 422 "There is no such seat in this performance.";
    SeatTaken "seat_taken" 409 "Somebody else has one of these seats; choose others.";
    SaleNotOpen "sale_not_open" 409 "The sale is not open for you yet.";
    SaleOver "sale_over" 409 "The sale is over.";
    MembershipRequired "membership_required" 403 "The presale is for members of a higher grade.";
    AlreadyHolding "already_holding" 409 "You hold other seats; release them first.";
    HoldNotFound "hold_not_found" 404 "You hold no seats here.";
    HoldLost "hold_lost" 409 "Your hold has run out or was lost; choose seats again.";
    HoldNotExtendable "hold_not_extendable" 409 "This hold cannot be extended any more.";
    SeatsRebuilding "seats_rebuilding" 503 "The seat map is being rebuilt; try again in a moment.";
    // Coupons
    CouponNotFound "coupon_not_found" 404 "There is no such coupon.";
    CouponNotUsable "coupon_not_usable" 409 "This coupon cannot be used for this order.";
    CouponOwned "coupon_owned" 409 "You have this coupon already.";
    CouponInvalid "coupon_invalid" 422 "The coupon's definition is not valid.";
    // Orders, payment, tickets
    OrderNotFound "order_not_found" 404 "There is no such order.";
    OrderExpired "order_expired" 409 "The time to pay has run out; nothing was charged.";
    OrderNotPayable "order_not_payable" 409 "This order cannot be paid now.";
    OrderNotCancellable "order_not_cancellable" 409 "This order cannot be cancelled now.";
    LimitReached "limit_reached" 409 "You have bought as many seats as one person may.";
    PaymentInProgress "payment_in_progress" 409 "A payment of this order is being confirmed; wait for it.";
    PaymentMismatch "payment_mismatch" 409 "The payment does not belong to this order; nothing was charged.";
    PaymentDeclined "payment_declined" 402 "The payment was declined; nothing was charged.";
    PaymentSessionGone "payment_session_gone" 409 "The payment window has run out; nothing was charged. Pay again.";
    PaymentUnavailable "payment_unavailable" 503 "The payment service does not answer; try again in a moment.";
    HoldOrdered "hold_ordered" 409 "These seats are in an order already.";
    PriceNotPayable "price_not_payable" 409 "This price cannot be charged.";
    RefundRefused "refund_refused" 409 "The payment service does not give the money back.";
    TicketNotFound "ticket_not_found" 404 "There is no such ticket.";
}

/// A problem document.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable address for the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sentence of the code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// What happened this time and what to do about it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
    /// The id to name when asking for help.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub request_id: Option<String>,
    /// Members of single codes, such as `opens_at_ms` or the taken `seats`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Problem {
    /// The problem of `code` with nothing to add.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("{TYPE_BASE}{}", code.as_str()),
            title: code.title().to_owned(),
            status: code.status(),
            code: code.as_str().to_owned(),
            detail: None,
            request_id: None,
            extra: Map::new(),
        }
    }

    /// Adds what happened this time.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a member of its own.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    /// Names the request.
    #[must_use]
    pub fn request(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_errors_and_end_in_a_full_stop() {
        let mut seen = std::collections::HashSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.as_str()), "{} stands twice", code.as_str());
            assert!((400..600).contains(&code.status()), "{}", code.as_str());
            assert!(code.title().ends_with('.'), "{}", code.as_str());
        }
    }

    #[test]
    fn extras_stand_beside_the_standard_members() {
        let problem = Problem::new(Code::SeatTaken).with("seats", vec![7]);
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(json["code"], "seat_taken");
        assert_eq!(json["seats"][0], 7);
        assert_eq!(serde_json::from_value::<Problem>(json).unwrap(), problem);
    }
}
