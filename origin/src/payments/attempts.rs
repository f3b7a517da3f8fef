//! Attempts in PostgreSQL: made, moved, and leased to one worker at a time.
//!
//! A lease ends by itself, so that a killed process holds nothing up; its end is also the proof
//! of who has it, so that a worker that lost it notices before it acts.

use frontrow_shared::id::{AttemptId, OrderId};
use sqlx::{PgConnection, PgExecutor};
use time::OffsetDateTime;
use uuid::Uuid;

use super::provider::{Failure, Payment};
use super::transition::{AttemptState, UnknownState};
use super::verdict::{Expected, OTHER_PAYMENT};
use crate::db::{IllegalMove, MoveError};

const MACHINE: &str = "attempt";

/// An attempt.
#[derive(Debug, Clone)]
pub struct AttemptRow {
    /// `att_…`
    pub id: AttemptId,
    /// The order.
    pub order: OrderId,
    /// Its name at the provider.
    pub provider_order_id: String,
    /// The provider's name of the payment, once the buyer came back.
    pub payment_key: Option<String>,
    /// Where it stands.
    pub state: AttemptState,
    /// Minor units to be charged.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Why it was refused.
    pub failure: Option<Failure>,
    /// How the buyer paid, in the provider's words.
    pub method: Option<String>,
    /// A receipt for the buyer.
    pub receipt_url: Option<String>,
    /// When the money was taken.
    pub approved_at: Option<OffsetDateTime>,
}

impl AttemptRow {
    /// What the provider has to answer about; none before the buyer came back.
    #[must_use]
    pub fn expected(&self) -> Option<Expected> {
        Some(Expected {
            payment_key: self.payment_key.clone()?,
            provider_order_id: self.provider_order_id.clone(),
            amount: self.amount,
            currency: self.currency.clone(),
        })
    }
}

struct Row {
    id: Uuid,
    order_id: Uuid,
    provider_order_id: String,
    payment_key: Option<String>,
    state: String,
    amount: i64,
    currency: String,
    failure_code: Option<String>,
    failure_message: Option<String>,
    method: Option<String>,
    receipt_url: Option<String>,
    approved_at: Option<OffsetDateTime>,
}

impl TryFrom<Row> for AttemptRow {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> sqlx::Result<Self> {
        let state = row
            .state
            .parse()
            .map_err(|error: UnknownState| sqlx::Error::Decode(Box::new(error)))?;
        Ok(Self {
            id: AttemptId(row.id),
            order: OrderId(row.order_id),
            provider_order_id: row.provider_order_id,
            payment_key: row.payment_key,
            state,
            amount: row.amount,
            currency: row.currency,
            failure: row
                .failure_code
                .map(|code| Failure { code, message: row.failure_message.unwrap_or_default() }),
            method: row.method,
            receipt_url: row.receipt_url,
            approved_at: row.approved_at,
        })
    }
}

/// A new attempt.
#[derive(Debug)]
pub struct NewAttempt<'a> {
    /// Its id.
    pub id: AttemptId,
    /// The order.
    pub order: OrderId,
    /// `toss`, or `none` when there is nothing to charge.
    pub provider: &'a str,
    /// Its name at the provider.
    pub provider_order_id: &'a str,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: &'a str,
    /// The client's Idempotency-Key.
    pub client_key: Option<&'a str>,
}

/// Makes an attempt, in state created. The order is locked.
///
/// # Errors
/// What PostgreSQL says.
pub async fn insert(conn: &mut PgConnection, new: &NewAttempt<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into payment_attempts
           (id, order_id, provider, provider_order_id, amount, currency, client_key)
         values ($1, $2, $3, $4, $5, $6, $7)",
        new.id.0,
        new.order.0,
        new.provider,
        new.provider_order_id,
        new.amount,
        new.currency,
        new.client_key,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How many attempts an order has had.
///
/// # Errors
/// What PostgreSQL says.
pub async fn count(conn: &mut PgConnection, order: OrderId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from payment_attempts where order_id = $1"#,
        order.0
    )
    .fetch_one(conn)
    .await
}

/// The attempt that the same client request made before.
///
/// # Errors
/// What PostgreSQL says.
pub async fn by_client_key(
    conn: &mut PgConnection,
    order: OrderId,
    key: &str,
) -> sqlx::Result<Option<AttemptRow>> {
    sqlx::query_as!(
        Row,
        "select id, order_id, provider_order_id, payment_key, state, amount, currency,
                failure_code, failure_message, method, receipt_url, approved_at
         from payment_attempts where order_id = $1 and client_key = $2",
        order.0,
        key,
    )
    .fetch_optional(conn)
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// The attempt by its name at the provider, whoever asks.
///
/// # Errors
/// What PostgreSQL says.
pub async fn by_provider_order<'e>(
    db: impl PgExecutor<'e>,
    provider: &str,
    provider_order_id: &str,
) -> sqlx::Result<Option<AttemptRow>> {
    sqlx::query_as!(
        Row,
        "select id, order_id, provider_order_id, payment_key, state, amount, currency,
                failure_code, failure_message, method, receipt_url, approved_at
         from payment_attempts where provider = $1 and provider_order_id = $2",
        provider,
        provider_order_id,
    )
    .fetch_optional(db)
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// The orders that one of the provider's names belongs to: its payment key, or the order id
/// that it was given.
///
/// # Errors
/// What PostgreSQL says.
pub async fn orders_named<'e>(
    db: impl PgExecutor<'e>,
    provider: &str,
    name: &str,
) -> sqlx::Result<Vec<OrderId>> {
    let ids = sqlx::query_scalar!(
        "select order_id from payment_attempts
         where (provider = $1 and provider_order_id = $2) or (provider = $1 and payment_key = $2)",
        provider,
        name,
    );
    Ok(ids.fetch_all(db).await?.into_iter().map(OrderId).collect())
}

/// The attempt.
///
/// # Errors
/// What PostgreSQL says; also when there is none.
pub async fn get<'e>(db: impl PgExecutor<'e>, id: AttemptId) -> sqlx::Result<AttemptRow> {
    sqlx::query_as!(
        Row,
        "select id, order_id, provider_order_id, payment_key, state, amount, currency,
                failure_code, failure_message, method, receipt_url, approved_at
         from payment_attempts where id = $1",
        id.0,
    )
    .fetch_one(db)
    .await?
    .try_into()
}

/// The attempt, locked. The order is locked before it.
///
/// # Errors
/// What PostgreSQL says; also when there is none.
pub async fn lock(conn: &mut PgConnection, id: AttemptId) -> sqlx::Result<AttemptRow> {
    sqlx::query_as!(
        Row,
        "select id, order_id, provider_order_id, payment_key, state, amount, currency,
                failure_code, failure_message, method, receipt_url, approved_at
         from payment_attempts where id = $1 for update",
        id.0,
    )
    .fetch_one(conn)
    .await?
    .try_into()
}

/// The attempt that paid the order.
///
/// # Errors
/// What PostgreSQL says.
pub async fn captured<'e>(
    db: impl PgExecutor<'e>,
    order: OrderId,
) -> sqlx::Result<Option<AttemptRow>> {
    sqlx::query_as!(
        Row,
        "select id, order_id, provider_order_id, payment_key, state, amount, currency,
                failure_code, failure_message, method, receipt_url, approved_at
         from payment_attempts where order_id = $1 and state = 'captured'",
        order.0,
    )
    .fetch_optional(db)
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// The attempt of the order whose money is with us, or may be: there is at most one.
///
/// # Errors
/// What PostgreSQL says.
pub async fn living<'e>(
    db: impl PgExecutor<'e>,
    order: OrderId,
) -> sqlx::Result<Option<AttemptRow>> {
    sqlx::query_as!(
        Row,
        "select id, order_id, provider_order_id, payment_key, state, amount, currency,
                failure_code, failure_message, method, receipt_url, approved_at
         from payment_attempts
         where order_id = $1 and state in ('confirming', 'awaiting_deposit', 'captured')",
        order.0,
    )
    .fetch_optional(db)
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// Remembers the provider's name of the payment on an attempt that came to nothing, so that
/// money found later can be given back.
///
/// # Errors
/// What PostgreSQL says; the name may belong to another attempt.
pub async fn name_payment(
    conn: &mut PgConnection,
    id: AttemptId,
    payment_key: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update payment_attempts set payment_key = $2 where id = $1 and payment_key is null",
        id.0,
        payment_key,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The money is ours: confirming → captured.
///
/// # Errors
/// An attempt that is not confirming; PostgreSQL.
pub async fn capture(
    conn: &mut PgConnection,
    id: AttemptId,
    payment: &Payment,
) -> Result<(), MoveError> {
    let done = sqlx::query!(
        "update payment_attempts
         set state = 'captured', method = $2, receipt_url = $3, approved_at = $4,
             compared_at = frontrow_now(), lease_until = null, next_try_at = null, updated_at = frontrow_now()
         where id = $1 and state = 'confirming'",
        id.0,
        payment.method,
        payment.receipt_url,
        payment.approved_at,
    )
    .execute(conn)
    .await?;
    let (from, to) = (AttemptState::Confirming, AttemptState::Captured);
    Ok(IllegalMove::unless_moved(&done, MACHINE, from.as_str(), to.as_str())?)
}

/// Ends an attempt without money: declined or expired. A payment that was another's is not kept
/// from the one that it belongs to.
///
/// # Errors
/// A move that may not be; PostgreSQL.
pub async fn end(
    conn: &mut PgConnection,
    id: AttemptId,
    from: AttemptState,
    to: AttemptState,
    failure: &Failure,
) -> Result<(), MoveError> {
    IllegalMove::unless(from.may_become(to), MACHINE, from.as_str(), to.as_str())?;
    let done = sqlx::query!(
        "update payment_attempts
         set state = $3, failure_code = $4, failure_message = $5, lease_until = null,
             payment_key = case when $6 then null else payment_key end,
             next_try_at = null, updated_at = frontrow_now()
         where id = $1 and state = $2",
        id.0,
        from.as_str(),
        to.as_str(),
        failure.code,
        failure.message,
        failure.code == OTHER_PAYMENT,
    )
    .execute(conn)
    .await?;
    Ok(IllegalMove::unless_moved(&done, MACHINE, from.as_str(), to.as_str())?)
}

/// Expires the attempts of an order that were never confirmed, as the order ends.
///
/// # Errors
/// What PostgreSQL says.
pub async fn expire_open(
    conn: &mut PgConnection,
    order: OrderId,
    reason: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update payment_attempts
         set state = 'expired', failure_code = $2, updated_at = frontrow_now()
         where order_id = $1 and state in ('created', 'redirected')",
        order.0,
        reason,
    )
    .execute(conn)
    .await?;
    Ok(())
}
