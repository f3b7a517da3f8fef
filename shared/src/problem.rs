//! RFC 9457 problems: one table of stable codes for the edge and the core.
//!
//! A problem says what happened and what to do. `code` is what programs compare, `title` is
//! the same for every problem of a code, `detail` speaks of this one occurrence and never
//! holds a secret; `advice` says what to do about the code and is the detail of a problem that has
//! nothing more to say. Adding a code is compatible; changing or removing one is not.

mod document;

pub use document::Problem;

/// The media type of a problem.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// Where the codes are explained: a page of the site, made from this table; the code is appended.
pub const TYPE_BASE: &str = "https://frontrow.dev/developers/problems/#";

macro_rules! codes {
    ($($name:ident $text:literal $status:literal $title:literal $($advice:literal)?;)*) => {
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

            /// What whoever gets it should do: for programmers and, in a problem that has
            /// nothing more to say, for everybody.
            #[must_use]
            pub fn advice(self) -> &'static str {
                match self { $(Code::$name => concat!($($advice)?),)* }
            }
        }
    };
}

codes! {
    // Requests
    BodyInvalid "body_invalid" 400 "The request body is not what this route takes."
        "Compare the body with the operation's schema; the detail names the field.";
    BodyTooLarge "body_too_large" 413 "The request body is too large."
        "Send at most 64 KiB, and fewer entries at a time.";
    PathInvalid "path_invalid" 400 "A part of the address is not valid."
        "Use ids exactly as the API gave them: a prefix, an underscore, 32 lowercase hex digits.";
    QueryInvalid "query_invalid" 400 "The query is not valid."
        "Send only the parameters that the operation lists; cursors exactly as `next_cursor` gave them.";
    HeaderInvalid "header_invalid" 400 "A header is not valid."
        "Send the header in the form that the detail names.";
    MediaTypeUnsupported "media_type_unsupported" 415 "Send the body as application/json."
        "Set Content-Type to application/json and send JSON.";
    IdempotencyKeyMissing "idempotency_key_missing" 400 "Send an Idempotency-Key header, and the same one when you try again."
        "Make up a key of 8 to 100 visible ASCII characters for each intent, and send the same one when you try again.";
    IdempotencyKeyReused "idempotency_key_reused" 409 "This Idempotency-Key was used for another request."
        "Use a new key for a new intent; to repeat a request, send the very same body again.";
    NotFound "not_found" 404 "There is nothing at this address."
        "Check the address and the method against the reference; ids of other people are answered the same way.";
    MethodNotAllowed "method_not_allowed" 405 "This address does not take that method."
        "Use one of the methods that the reference lists for this address.";
    OriginMismatch "origin_mismatch" 403 "The request came from another site."
        "Send state-changing requests from the site's own pages, or from a program that sends no Origin.";
    RateLimited "rate_limited" 429 "Too many requests; wait and try again."
        "Wait for as long as Retry-After says, then try again, more slowly.";
    Overloaded "overloaded" 503 "The service is busy; wait and try again."
        "Wait for as long as Retry-After says, then send the same request with the same Idempotency-Key.";
    Unavailable "unavailable" 503 "A part of the service does not answer; try again in a moment."
        "Wait for as long as Retry-After says, then send the same request with the same Idempotency-Key.";
    CoreUnreachable "core_unreachable" 502 "The shop behind the line does not answer; try again in a moment."
        "Try again in a moment with the same Idempotency-Key; places, holds and orders stay as they are.";
    Internal "internal" 500 "Something went wrong on our side."
        "Try again later with the same Idempotency-Key; if it stays, tell the operator the request_id.";
    // Sign-in
    SignInRequired "sign_in_required" 401 "Sign in first."
        "Sign in, then send the access cookie or an Authorization: Bearer header.";
    AccessMalformed "access_malformed" 401 "The access token cannot be read; sign in again."
        "Sign in again and send the access token unchanged.";
    AccessForged "access_forged" 401 "The access token is not genuine; sign in again."
        "Sign in again and send the access token unchanged.";
    AccessOtherDoor "access_other_door" 401 "The access token is for another door."
        "Sign in where you use the token: tokens of the staff API open the staff API alone, those of the site the site alone.";
    AccessExpired "access_expired" 401 "The access token has run out; refresh it."
        "Refresh the session once, then send the request again; if refreshing fails, sign in.";
    AccessForeignKey "access_foreign_key" 401 "The access token was signed by an unknown key; sign in again."
        "Sign in again: the key that signed this token is no longer in use.";
    CredentialsWrong "credentials_wrong" 401 "E-mail address or password is wrong."
        "Check both and try again; the answer does not say which of them is wrong.";
    RefreshInvalid "refresh_invalid" 401 "The session has ended; sign in again."
        "Sign in again; the session was ended, ran out, or never was.";
    EmailTaken "email_taken" 409 "An account with this e-mail address exists; sign in."
        "Sign in with this address, or sign up with another one.";
    EmailInvalid "email_invalid" 422 "This is not an e-mail address."
        "Send an address of the form name@example.com, at most 254 bytes; the detail says what is wrong. Quotes are taken where the standard takes them.";
    PasswordWeak "password_weak" 422 "The password is too short or too long."
        "Choose 10 to 128 characters.";
    NameInvalid "name_invalid" 422 "The name is empty or too long."
        "Send 1 to 100 characters that can be read, on one line, without overrides of direction.";
    Forbidden "forbidden" 403 "Your account may not do this."
        "Ask an administrator for the role that this needs, or sign in with an account that has it.";
    MailLinkInvalid "mail_link_invalid" 410 "This link was used before or has run out; ask for a new one."
        "Have a new mail sent; a link works once, and the newest alone.";
    PasswordWrong "password_wrong" 403 "This is not your password."
        "Ask the person for their password again; too many wrong ones are refused for some minutes.";
    PasswordNotSet "password_not_set" 409 "Your account has no password yet; set one through a mail."
        "Have a link mailed by `POST /api/v1/auth/password/forgot`; it sets the first password, too.";
    SignInTooOld "sign_in_too_old" 403 "This needs a fresh sign-in; sign in again."
        "Sign in again and repeat the request within fifteen minutes.";
    SessionNotFound "session_not_found" 404 "There is no such session."
        "List the sessions again: it has ended, or never was one of this account.";
    WithdrawalBlocked "withdrawal_blocked" 409 "The account cannot be closed yet."
        "Do what `reasons` names first: finish or cancel open orders, wait for refunds, cancel tickets for shows to come.";
    OutsideUnknown "outside_unknown" 404 "There is no such way of signing in."
        "Use an id of `GET /api/v1/auth/providers`.";
    OutsideUnavailable "outside_unavailable" 503 "The other service does not answer; try again in a moment."
        "Begin the sign-in again in a moment, or sign in with the password.";
    OutsideRefused "outside_refused" 403 "The other service did not sign you in."
        "Begin the sign-in again; operators find the cause in the log.";
    OutsideFlowLost "outside_flow_lost" 409 "This sign-in was not begun here or has run out; begin again."
        "Begin the sign-in again in the browser that is to be signed in, and finish it within ten minutes.";
    OutsideEmailUnverified "outside_email_unverified" 403 "The other service has not verified your e-mail address."
        "Verify the address at the other service, or sign up with a password.";
    OutsideLinkUnproved "outside_link_unproved" 409 "An account has this e-mail address, but it is not proved that it is yours."
        "Set a new password by mail, which proves the address; then the outside sign-in works.";
    // The line
    SaleNotFound "sale_not_found" 404 "There is no such sale."
        "Take the sale's id from its performance; it may be gone or not published yet.";
    RoomNotOpen "room_not_open" 409 "The waiting room is not open yet."
        "Come back at `opens_at_ms`; until then nobody gains a place.";
    RoomClosed "room_closed" 409 "The sale is over."
        "Nothing is sold here any more; look for another performance.";
    QueueTokenMissing "queue_token_missing" 401 "The queue token is missing; join the line."
        "Join the line and send the token that the answer holds.";
    QueueTokenMalformed "queue_token_malformed" 401 "The queue token cannot be read; join the line again."
        "Join the line again and keep the token exactly as it was given.";
    QueueTokenForged "queue_token_forged" 401 "The queue token is not genuine."
        "Join the line again; only tokens of this room count.";
    QueueTokenWrongSale "queue_token_wrong_sale" 403 "The queue token is for another sale."
        "Use the token in the room that gave it, or join this sale's line.";
    QueueTokenExpired "queue_token_expired" 401 "The queue token has run out; join the line again."
        "Join the line again; the old place is gone.";
    QueueTokenNotYetValid "queue_token_not_yet_valid" 401 "The queue token is not valid yet."
        "Set the clock of this machine, or wait a moment.";
    QueueTokenForeignKey "queue_token_foreign_key" 401 "The queue token was made with an unknown key; join the line again."
        "Join the line again: the key that signed this token is no longer in use.";
    ProofInvalid "proof_invalid" 403 "The proof does not belong to this queue token."
        "Send the secret whose hash joined the line; it never leaves the browser that made it.";
    NotCalledYet "not_called_yet" 409 "It is not your turn yet."
        "Watch the status document and claim when `called` is beyond your place.";
    ClaimWindowOver "claim_window_over" 410 "Your turn has passed."
        "Join the line again; the place went to the next visitor.";
    ClaimReplayed "claim_replayed" 409 "This place has been claimed already."
        "Go on in the window that took the turn, with the pass that it got.";
    PlaceOtherAccount "place_other_account" 403 "This place belongs to another account."
        "Sign in with the account that joined the line, or join signed in as yourself.";
    PlaceElsewhere "place_elsewhere" 409 "Your account has another place in this line."
        "Join again signed in: the answer is the place that your account has.";
    // The pass
    PassMissing "pass_missing" 401 "Choosing seats needs a pass; join the line."
        "Join the sale's line, wait to be called, claim, and send the pass.";
    PassMalformed "pass_malformed" 401 "The pass cannot be read; join the line again."
        "Send the pass exactly as the claim gave it, or join the line again.";
    PassForged "pass_forged" 401 "The pass is not genuine."
        "Join the line again; only passes of this site's line count.";
    PassWrongSale "pass_wrong_sale" 403 "The pass is for another sale."
        "Use the pass for the sale that it names, or join this sale's line.";
    PassExpired "pass_expired" 401 "The pass has run out; join the line again."
        "Join the line again; renew a pass before it runs out next time.";
    PassNotYetValid "pass_not_yet_valid" 401 "The pass is not valid yet."
        "Wait a second and try again; if it stays, a server's clock is wrong.";
    PassForeignKey "pass_foreign_key" 401 "The pass was signed by an unknown key; join the line again."
        "Join the line again: the key that signed this pass is no longer in use.";
    PassEnded "pass_ended" 401 "The pass has ended; join the line again."
        "Join the line again; a pass ends when its order is paid, its hold runs out or its visitor leaves.";
    PassOtherAccount "pass_other_account" 403 "The pass belongs to another account."
        "Sign in with the account that joined the line, or join the line again.";
    // The hop between edge and core
    HopMissing "hop_missing" 401 "The core answers the edge alone."
        "Call the site's address instead of the core's; operators: let only the edge reach the core.";
    HopMalformed "hop_malformed" 401 "The hop signature cannot be read."
        "Operators: edge and core must be of versions that understand each other.";
    HopForged "hop_forged" 401 "The hop signature is not genuine."
        "Operators: give the core the keys that `frontrow derive-keys` makes of the edge's root secret.";
    HopExpired "hop_expired" 401 "The hop signature is too old or from the future."
        "Operators: set the clocks of edge and core; they may differ by 30 seconds.";
    HopForeignKey "hop_foreign_key" 401 "The hop signature was made with an unknown key."
        "Operators: give the core this key id too; during a rotation it needs both.";
    HopReplayed "hop_replayed" 401 "The hop signature was used before."
        "Sign each request anew; a signature counts once.";
    // Catalog
    CatalogInUse "catalog_in_use" 409 "It is in use, so it cannot be changed in this way."
        "See the detail: what was published is taken off sale instead, and what others need is freed of them first.";
    VenueNotFound "venue_not_found" 404 "There is no such venue."
        "Take the id from the list of venues.";
    EventNotFound "event_not_found" 404 "There is no such event."
        "Take the id from the list of events.";
    PerformanceNotFound "performance_not_found" 404 "There is no such performance."
        "Take the id from the list of performances; buyers see published ones alone.";
    CatalogInvalid "catalog_invalid" 422 "The catalog entry is not valid."
        "Correct what the detail names and send it again; nothing was stored.";
    PlanInvalid "plan_invalid" 422 "The plan cannot be read as it is."
        "Mend the lines that the detail names, all of them in faults, and send it again; nothing was stored.";
    // Seats and holds
    NoSeats "no_seats" 422 "Choose at least one seat."
        "Send the numbers of the seats in `seats`.";
    TooManySeats "too_many_seats" 422 "That is more seats than one person may hold."
        "Choose at most `max_seats_per_hold` seats of the performance at a time.";
    DuplicateSeats "duplicate_seats" 422 "A seat was named twice."
        "Send each seat number once.";
    UnknownSeat "unknown_seat" 422 "There is no such seat in this performance."
        "Take seat numbers from the plan of this performance.";
    SeatTaken "seat_taken" 409 "Somebody else has one of these seats; choose others."
        "Fetch the seat map again and choose others; nothing was held.";
    SaleNotOpen "sale_not_open" 409 "The sale is not open for you yet."
        "Wait for the opening that the performance tells, by the server's clock.";
    SaleOver "sale_over" 409 "The sale is over."
        "Nothing is sold here any more; look for another performance.";
    MembershipRequired "membership_required" 403 "The presale is for members of a higher grade."
        "Wait for the general sale, or sign in with a member's account.";
    AlreadyHolding "already_holding" 409 "You hold other seats; release them first."
        "Go on with the hold that you have, or release it and choose again.";
    HoldNotFound "hold_not_found" 404 "You hold no seats here."
        "Choose seats; a hold ends by release, by an order, or when its time is over.";
    HoldLost "hold_lost" 409 "Your hold has run out or was lost; choose seats again."
        "Fetch the seat map and choose again; nothing was charged.";
    HoldNotExtendable "hold_not_extendable" 409 "This hold cannot be extended any more."
        "Order before the hold runs out; it is made longer once only.";
    SeatsRebuilding "seats_rebuilding" 503 "The seat map is being rebuilt; try again in a moment."
        "Wait for as long as Retry-After says and try again; orders are not touched.";
    // Coupons
    CouponNotFound "coupon_not_found" 404 "There is no such coupon."
        "Check the code or id, letter by letter.";
    CouponNotUsable "coupon_not_usable" 409 "This coupon cannot be used for this order."
        "Choose another coupon, `best` or `none`; the detail or the quote's options say why.";
    CouponOwned "coupon_owned" 409 "You have this coupon already."
        "Find it among your coupons; each person has it once.";
    CouponInvalid "coupon_invalid" 422 "The coupon's definition is not valid."
        "Correct what the detail names and send it again; nothing was stored.";
    // Orders, payment, tickets
    OrderNotFound "order_not_found" 404 "There is no such order."
        "Take the id from your orders, and sign in with the account that ordered.";
    OrderExpired "order_expired" 409 "The time to pay has run out; nothing was charged."
        "Choose seats again; they went back on sale.";
    OrderNotPayable "order_not_payable" 409 "This order cannot be paid now."
        "Fetch the order: it is paid, cancelled or expired already.";
    OrderNotCancellable "order_not_cancellable" 409 "This order cannot be cancelled now."
        "Fetch the order; it is in a state, or so close to the show, that it stays as it is.";
    LimitReached "limit_reached" 409 "You have bought as many seats as one person may."
        "Choose fewer seats, or cancel an order of this performance first.";
    PaymentInProgress "payment_in_progress" 409 "A payment of this order is being confirmed; wait for it."
        "Fetch the order until it leaves `confirming`; do not pay again.";
    PaymentMismatch "payment_mismatch" 409 "The payment does not belong to this order; nothing was charged."
        "Start a new attempt and pay that one; amount and ids come from the attempt unchanged.";
    PaymentDeclined "payment_declined" 402 "The payment was declined; nothing was charged."
        "Start a new attempt with another means of payment before the order's deadline.";
    PaymentSessionGone "payment_session_gone" 409 "The payment window has run out; nothing was charged. Pay again."
        "Start a new attempt before the order's deadline.";
    PaymentUnavailable "payment_unavailable" 503 "The payment service does not answer; try again in a moment."
        "Wait for as long as Retry-After says and try again; nothing was charged meanwhile.";
    HoldOrdered "hold_ordered" 409 "These seats are in an order already."
        "Fetch your orders and pay the one that has these seats, or cancel it.";
    PriceNotPayable "price_not_payable" 409 "This price cannot be charged."
        "Choose another coupon or `none`, so that the total is zero or an amount that can be charged.";
    RefundRefused "refund_refused" 409 "The payment service does not give the money back."
        "The tickets stay valid; ask the operator, with the id of the order.";
    ReviewUntrue "review_untrue" 409 "This way out of the review is not open: it would not be true."
        "Read what the detail says of the money and the seats, and take the way that fits.";
    TicketNotFound "ticket_not_found" 404 "There is no such ticket."
        "Take the id from your orders; a suspended or void ticket has no QR code.";
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
            assert!(code.advice().ends_with('.'), "{}: say what to do", code.as_str());
        }
    }
}
