//! What can go wrong with an order.

use frontrow_shared::id::OrderId;
use frontrow_shared::problem::Code;

use super::pricing::PricingError;
use crate::catalog::CatalogError;
use crate::coupons::CouponError;
use crate::db::MoveError;
use crate::http::ApiError;
use crate::payments::provider::Failure;
use crate::payments::verdict;
use crate::seats::SeatsError;
use crate::tickets::TicketError;

/// Why an order was not made, paid, cancelled or shown. Where money is concerned each sentence
/// says whether something was charged.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// It does not exist or belongs to somebody else.
    #[error("you have no such order")]
    NotFound,
    /// Another request came under the same key.
    #[error("this Idempotency-Key was used for another order; use a new one for a new order")]
    KeyReused,
    /// The hold became an order before.
    #[error("these seats are in an order already; pay it or cancel it")]
    HoldOrdered(OrderId),
    /// The buyer's account was closed meanwhile.
    #[error("your account is closed; nothing was ordered")]
    NoAccount,
    /// The buyer has bought enough.
    #[error("one person may buy {0} seats of this performance")]
    LimitReached(i16),
    /// The time to pay was over.
    #[error("the time to pay has run out; nothing was charged, and the seats are free again")]
    Expired,
    /// It is in a state that cannot be paid.
    #[error("this order is {0} and cannot be paid; nothing was charged")]
    NotPayable(&'static str),
    /// The buyer has tried too often.
    #[error("this order was tried too often; cancel it and order again")]
    TooManyAttempts,
    /// It is in a state that cannot be cancelled.
    #[error("this order is {0} and cannot be cancelled")]
    NotCancellable(&'static str),
    /// The show has begun.
    #[error("the show has begun; tickets are not taken back any more")]
    ShowBegun,
    /// A payment of it is being confirmed.
    #[error("a payment of this order is being confirmed; wait for it")]
    InProgress,
    /// Payment, order, amount or person do not belong together.
    #[error("{0}; nothing was charged")]
    Mismatch(&'static str),
    /// The provider refused.
    #[error("the payment was declined; nothing was charged. Pay again by another means")]
    Declined(Failure),
    /// The provider's session ended.
    #[error("the payment window has run out; nothing was charged. Pay again")]
    SessionGone,
    /// The provider did not say what it knows of a payment.
    #[error("the payment service does not answer ({}); it will be asked again", .0.code)]
    ProviderSilent(Failure),
    /// The refund was refused.
    #[error("the payment service does not give the money back ({0}); the tickets stay valid")]
    RefundRefused(String),
    /// No person has to look at it.
    #[error("this order is {0}; nobody has to look at it")]
    NotUnderReview(&'static str),
    /// A way out of a review that would not be true.
    #[error("{0}")]
    Untrue(String),
    /// A cursor that is not ours.
    #[error("the cursor is not one that this list gave")]
    Cursor,
    /// Nothing can be found by that.
    #[error(transparent)]
    Sought(#[from] super::sought::SoughtError),
    /// A state that orders do not have.
    #[error("{0}; leave state out, or take one that orders have, such as confirmed")]
    State(#[from] super::transition::UnknownState),
    /// The price.
    #[error(transparent)]
    Pricing(#[from] PricingError),
    /// Coupons.
    #[error(transparent)]
    Coupon(#[from] CouponError),
    /// Seats and holds.
    #[error(transparent)]
    Seats(#[from] SeatsError),
    /// Catalog.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// Tickets.
    #[error(transparent)]
    Ticket(#[from] TicketError),
    /// A move that may not be.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// PostgreSQL.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// What is stored cannot be read.
    #[error("a stored order cannot be read: {0}")]
    Unreadable(String),
    /// A task of ours ended before it answered.
    #[error("the confirming task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl OrderError {
    /// What the buyer is told of a payment that was refused for good.
    pub(super) fn refused(failure: Failure) -> Self {
        match failure.code.as_str() {
            verdict::OTHER_AMOUNT => Self::Mismatch("the amount authorised is not the order's"),
            verdict::OTHER_PAYMENT => Self::Mismatch("this payment belongs to another order"),
            _ => Self::Declined(failure),
        }
    }
}

impl From<crate::db::IllegalMove> for OrderError {
    fn from(error: crate::db::IllegalMove) -> Self {
        Self::Move(MoveError::Illegal(error))
    }
}

impl From<OrderError> for ApiError {
    fn from(error: OrderError) -> Self {
        use OrderError as E;
        let text = error.to_string();
        let problem = |code| Self::new(code).detail(text.clone());
        match error {
            E::NotFound => problem(Code::OrderNotFound),
            E::NoAccount => problem(Code::SignInRequired),
            E::KeyReused => problem(Code::IdempotencyKeyReused),
            E::HoldOrdered(order) => problem(Code::HoldOrdered).with("order", order.to_string()),
            E::LimitReached(most) => problem(Code::LimitReached).with("max_seats", most),
            E::Expired => problem(Code::OrderExpired),
            E::NotPayable(_) | E::TooManyAttempts => problem(Code::OrderNotPayable),
            E::NotCancellable(_) | E::ShowBegun => problem(Code::OrderNotCancellable),
            E::InProgress => problem(Code::PaymentInProgress),
            E::Mismatch(_) => problem(Code::PaymentMismatch),
            E::Declined(failure) => problem(Code::PaymentDeclined)
                .with("provider_code", failure.code)
                .with("provider_message", failure.message),
            E::ProviderSilent(_) => problem(Code::PaymentUnavailable),
            E::SessionGone => problem(Code::PaymentSessionGone),
            E::NotUnderReview(_) | E::Untrue(_) => problem(Code::ReviewUntrue),
            E::RefundRefused(_) => problem(Code::RefundRefused),
            E::Cursor | E::Sought(_) | E::State(_) => problem(Code::QueryInvalid),
            E::Pricing(PricingError::Coupon(choice)) => CouponError::Choice(choice).into(),
            E::Pricing(_) => problem(Code::PriceNotPayable),
            E::Coupon(error) => error.into(),
            E::Seats(error) => error.into(),
            E::Catalog(error) => error.into(),
            E::Ticket(error) => error.into(),
            E::Move(MoveError::Sql(error)) | E::Sql(error) => error.into(),
            E::Move(MoveError::Illegal(error)) => Self::internal(error),
            E::Unreadable(_) | E::Task(_) => Self::internal(error),
        }
    }
}
