//! The ways out for an order that a person has to look at: give its money back, confirm it, or
//! let it go. Each is open only where it is true, so the provider is asked first what it has.

mod confirm;
mod refund;
mod release;
pub mod routes;

use frontrow_shared::id::OrderId;
use sqlx::PgConnection;

pub(super) use confirm::confirm;
pub(super) use refund::refund;
pub(super) use release::release;

use super::OrderError;
use super::store::{self, OrderRow};
use super::transition::OrderState;
use crate::payments::attempts::{self, AttemptRow};
use crate::payments::provider::{Payment, Reading};
use crate::payments::refunds;
use crate::state::AppState;

/// What the provider says now of the money of an order that is looked at.
struct Looked {
    /// The attempt whose money it is.
    attempt: AttemptRow,
    /// What the provider has of it; nothing when it does not know it.
    payment: Option<Payment>,
}

impl Looked {
    /// The payment, when money of it is with us.
    fn money(&self) -> Option<&Payment> {
        self.payment.as_ref().filter(|payment| payment.holds_money())
    }
}

/// Asks the provider about an order under review.
async fn look(state: &AppState, id: OrderId) -> Result<Looked, OrderError> {
    let order = store::read(&state.db, id, None).await?;
    if order.state != OrderState::NeedsReview {
        return Err(OrderError::NotUnderReview(order.state.as_str()));
    }
    let attempt = attempts::living(&state.db, id).await?;
    let attempt = attempt.ok_or_else(|| {
        OrderError::Unreadable(format!("{id} is under review and has no attempt with money"))
    })?;
    let payment = ask(state, &attempt).await?;
    Ok(Looked { attempt, payment })
}

async fn ask(state: &AppState, attempt: &AttemptRow) -> Result<Option<Payment>, OrderError> {
    let Some(key) = &attempt.payment_key else { return Ok(None) };
    match state.provider.read(key).await {
        Reading::Found(payment) => Ok(Some(payment)),
        Reading::NotFound => Ok(None),
        Reading::NoAnswer(failure) => Err(OrderError::ProviderSilent(failure)),
    }
}

/// Locks an order and its attempt as they were looked at: nobody else has decided meanwhile, and
/// no refund is under way.
async fn lock(
    conn: &mut PgConnection,
    id: OrderId,
    looked: &Looked,
) -> Result<(OrderRow, AttemptRow), OrderError> {
    let order = store::lock(&mut *conn, id, None).await?;
    if order.state != OrderState::NeedsReview {
        return Err(OrderError::NotUnderReview(order.state.as_str()));
    }
    let attempt = attempts::lock(&mut *conn, looked.attempt.id).await?;
    if attempt.state != looked.attempt.state {
        return Err(OrderError::InProgress);
    }
    if refunds::open(&mut *conn, attempt.id).await?.is_some() {
        return Err(OrderError::Untrue(
            "a refund of this order is under way; wait for it".to_owned(),
        ));
    }
    Ok((order, attempt))
}
