//! Starting a try at paying: what the browser needs to open the provider's window.

use frontrow_shared::id::{AccountId, AttemptId, OrderId};
use frontrow_shared::money::Money;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::catalog;
use crate::orders::store::{self, OrderRow};
use crate::orders::transition::OrderState;
use crate::orders::{OrderError, OrderError as E};
use crate::payments::attempts::{self, AttemptRow, NewAttempt};
use crate::state::AppState;

/// Most attempts of one order.
const ATTEMPTS_MAX: i64 = 20;
/// Longest order name that Toss takes, in characters.
const ORDER_NAME_MAX: usize = 100;

/// A try at paying.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Attempt {
    /// `att_…`
    pub id: AttemptId,
    /// The order.
    pub order_id: OrderId,
    /// `toss`.
    pub provider: String,
    /// The order id to give to the provider: one an attempt.
    pub provider_order_id: String,
    /// What is to be charged.
    pub amount: Money,
    /// What the buyer reads in the provider's window.
    pub order_name: String,
    /// The buyer, as the provider knows them.
    pub customer_key: String,
    /// The provider's public key.
    pub client_key: String,
    /// The provider's script.
    pub sdk_url: String,
    /// Where the provider sends the buyer when they have authorised the payment.
    pub success_url: String,
    /// Where it sends them when they have not.
    pub fail_url: String,
}

/// Starts an attempt. The same `key` gets the same attempt.
///
/// # Errors
/// An order that cannot be paid now, that has run out, or was tried too often.
pub async fn start(
    state: &AppState,
    account: AccountId,
    order: OrderId,
    key: &str,
) -> Result<Attempt, OrderError> {
    let mut tx = state.db.begin().await?;
    let order = store::lock(&mut tx, order, Some(account)).await?;
    let earlier = attempts::by_client_key(&mut tx, order.id, key).await?;
    let attempt = match earlier {
        Some(attempt) => attempt,
        None => insert(state, &mut tx, &order, key).await?,
    };
    tx.commit().await?;
    let sale = catalog::service::sale(state, order.sale).await?;
    Ok(view(state, &order, attempt, &sale.title))
}

async fn insert(
    state: &AppState,
    conn: &mut sqlx::PgConnection,
    order: &OrderRow,
    key: &str,
) -> Result<AttemptRow, OrderError> {
    match order.state {
        OrderState::AwaitingPayment => {}
        OrderState::Expired => return Err(E::Expired),
        OrderState::Confirming => return Err(E::InProgress),
        other => return Err(E::NotPayable(other.as_str())),
    }
    if !store::is_in_time(&mut *conn, order.id).await? {
        return Err(E::Expired);
    }
    if attempts::count(&mut *conn, order.id).await? >= ATTEMPTS_MAX {
        return Err(E::TooManyAttempts);
    }
    let id = AttemptId(Uuid::now_v7());
    let new = NewAttempt {
        id,
        order: order.id,
        provider: state.provider.name(),
        provider_order_id: &format!("fr-{}", id.0.simple()),
        amount: order.total(),
        currency: order.currency().code(),
        client_key: Some(key),
    };
    attempts::insert(&mut *conn, &new).await?;
    Ok(attempts::get(&mut *conn, id).await?)
}

fn view(state: &AppState, order: &OrderRow, attempt: AttemptRow, title: &str) -> Attempt {
    let site = &state.config.site_url;
    let suffix = format!(" {}매", order.quote.lines.len());
    let room = ORDER_NAME_MAX.saturating_sub(suffix.chars().count());
    let title: String = title.chars().take(room).collect();
    Attempt {
        id: attempt.id,
        order_id: order.id,
        provider: state.provider.name().to_owned(),
        provider_order_id: attempt.provider_order_id,
        amount: Money { minor: attempt.amount, currency: order.currency() },
        order_name: format!("{title}{suffix}"),
        customer_key: order.account.to_string(),
        client_key: state.config.toss.toss_client_key.clone(),
        sdk_url: state.config.toss.toss_sdk_url.clone(),
        success_url: format!("{site}/pay/return?order={}", order.id),
        fail_url: format!("{site}/pay/fail?order={}", order.id),
    }
}
