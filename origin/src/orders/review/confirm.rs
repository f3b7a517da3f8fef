//! Way out: the buyer has paid and gets the seats, or keeps them.

use frontrow_shared::id::{AccountId, OrderId};
use serde_json::json;
use sqlx::PgConnection;

use super::Looked;
use crate::audit::{self, Act, Action};
use crate::ledger;
use crate::orders::OrderError as E;
use crate::orders::pay;
use crate::orders::refund::elsewhere;
use crate::orders::store::{self, OrderRow};
use crate::orders::transition::OrderState;
use crate::outbox::{self, Aggregate};
use crate::payments::attempts::{self, AttemptRow};
use crate::payments::provider::{Payment, PaymentStatus};
use crate::payments::transition::AttemptState;
use crate::seats::{self, SeatsError};
use crate::state::AppState;

/// Confirms an order under review: one that is sold keeps its tickets, whatever part of its money
/// went back; one that is not needs all of its money, and its seats.
///
/// # Errors
/// `Untrue` when money or seats are not there; no answer of the provider.
pub(in crate::orders) async fn confirm(
    state: &AppState,
    by: AccountId,
    id: OrderId,
    reason: &str,
) -> Result<(), E> {
    let looked = super::look(state, id).await?;
    let Some(payment) = looked.money() else {
        return Err(E::Untrue(
            "the payment service has no money of this order; release it".to_owned(),
        ));
    };
    let mut tx = state.db.begin().await?;
    let (order, attempt) = super::lock(&mut tx, id, &looked).await?;
    if ledger::is_sold(&mut tx, id).await? {
        elsewhere::record(&mut tx, &order, &attempt, payment).await?;
        keep(&mut tx, &order).await?;
    } else {
        sell(&mut tx, &order, &attempt, &looked, payment).await?;
    }
    let act = Act::new(Some(by), Action::OrderReviewConfirmed, id);
    audit::record(&mut tx, act.made(&json!({ "reason": reason }))).await?;
    tx.commit().await?;
    seats::nudge(state, order.performance, &order.seats()).await;
    Ok(())
}

async fn keep(conn: &mut PgConnection, order: &OrderRow) -> Result<(), E> {
    store::advance(&mut *conn, order.id, order.state, OrderState::Confirmed, None).await?;
    let payload = json!({ "order": order.id });
    Ok(outbox::append(conn, Aggregate::Order(order.id), "order_review_ended", &payload).await?)
}

async fn sell(
    conn: &mut PgConnection,
    order: &OrderRow,
    attempt: &AttemptRow,
    looked: &Looked,
    payment: &Payment,
) -> Result<(), E> {
    let whole = payment.status == PaymentStatus::Done
        && payment.total == order.total()
        && payment.balance == payment.total
        && payment.currency == order.currency().code()
        && payment.provider_order_id == looked.attempt.provider_order_id;
    if !whole {
        return Err(E::Untrue(format!(
            "{} is with the payment service, and the order is over {}; give it back",
            payment.shown(payment.balance),
            order.quote.total
        )));
    }
    // Those that another has are lost; those that are free again are the buyer's.
    seats::reclaim(&mut *conn, order.performance, &order.seats(), order.id)
        .await
        .map_err(without_seats)?;
    pay::complete(&mut *conn, order).await.map_err(|error| match error {
        E::Seats(error) => without_seats(error),
        other => other,
    })?;
    if attempt.state == AttemptState::Confirming {
        attempts::capture(conn, attempt.id, payment).await?;
    }
    Ok(())
}

fn without_seats(error: SeatsError) -> E {
    match error {
        SeatsError::Taken { seats } => E::Untrue(format!(
            "{} of its seats are somebody else's now; give the money back",
            seats.len()
        )),
        SeatsError::NotInState { .. } => {
            E::Untrue("its seats are not to be had any more; give the money back".to_owned())
        }
        other => E::Seats(other),
    }
}
