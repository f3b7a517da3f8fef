//! Refunds in PostgreSQL: made, ended, shown. What happens between is `refunding`.

use frontrow_shared::id::{AttemptId, OrderId, RefundId};
use sqlx::{PgConnection, PgExecutor, PgPool};

use super::attempts::AttemptRow;
use super::provider::{Failure, Reversal};
use super::transition::{RefundState, UnknownState};
use crate::db::{IllegalMove, MoveError};

const MACHINE: &str = "refund";

/// Who asked for a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The buyer.
    Buyer,
    /// Staff.
    Staff,
    /// Nobody: there is money but no seat for it.
    SeatLost,
    /// Somebody at the provider: it was found there when it had been done.
    Provider,
}

impl Source {
    /// Its name in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Staff => "staff",
            Self::SeatLost => "seat_lost",
            Self::Provider => "provider",
        }
    }
}

/// A new refund.
#[derive(Debug)]
pub struct NewRefund<'a> {
    /// Its id.
    pub id: RefundId,
    /// The order.
    pub order: OrderId,
    /// The attempt whose money goes back.
    pub attempt: AttemptId,
    /// The provider's name of the payment that goes back.
    pub payment_key: &'a str,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: &'a str,
    /// Why, in words for the buyer's bank statement.
    pub reason: &'a str,
    /// Who asked.
    pub source: Source,
    /// What could be given back before it.
    pub balance_before: i64,
}

/// Asks for a refund. The order is locked.
///
/// # Errors
/// What PostgreSQL says; another refund of the attempt may be under way
/// (`refunds_live_attempt_key`).
pub async fn insert(conn: &mut PgConnection, new: &NewRefund<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into refunds (id, order_id, attempt_id, amount, currency, reason, source,
                              provider_key, balance_before, payment_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        new.id.0,
        new.order.0,
        new.attempt.0,
        new.amount,
        new.currency,
        format!("{} ({})", new.reason, new.id),
        new.source.as_str(),
        key_of(new.id, 0),
        new.balance_before,
        new.payment_key,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes down money that went back at the provider by another hand.
///
/// # Errors
/// What PostgreSQL says.
pub async fn insert_found(
    conn: &mut PgConnection,
    attempt: &AttemptRow,
    id: RefundId,
    found: &Reversal,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into refunds (id, order_id, attempt_id, state, amount, currency, reason, source,
                              provider_key, balance_before, payment_key, transaction_key)
         values ($1, $2, $3, 'done', $4, $5, $6, $7, '', $4, $8, $9)",
        id.0,
        attempt.order.0,
        attempt.id.0,
        found.amount,
        attempt.currency,
        found.reason,
        Source::Provider.as_str(),
        attempt.payment_key,
        found.transaction_key,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What has gone back of an attempt's money.
#[derive(Debug, Clone, Default)]
pub struct Returned {
    /// Minor units in all.
    pub amount: i64,
    /// The provider's names of the returns.
    pub transactions: Vec<String>,
}

/// What is known to have gone back of an attempt's money.
///
/// # Errors
/// What PostgreSQL says.
pub async fn returned(conn: &mut PgConnection, attempt: AttemptId) -> sqlx::Result<Returned> {
    let rows = sqlx::query!(
        "select amount, transaction_key from refunds where attempt_id = $1 and state = 'done'",
        attempt.0,
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(Returned {
        amount: rows.iter().map(|row| row.amount).sum(),
        transactions: rows.into_iter().filter_map(|row| row.transaction_key).collect(),
    })
}

/// The key of a round: the plain one first, then numbered.
pub(super) fn key_of(id: RefundId, round: i32) -> String {
    match round {
        0 => format!("rf-{}", id.0.simple()),
        n => format!("rf-{}-{n}", id.0.simple()),
    }
}

/// How a refund stands.
#[derive(Debug, Clone)]
pub struct RefundRow {
    /// `rfd_…`
    pub id: RefundId,
    /// Where it stands.
    pub state: RefundState,
    /// Minor units.
    pub amount: i64,
}

fn state_of(text: &str) -> sqlx::Result<RefundState> {
    text.parse().map_err(|error: UnknownState| sqlx::Error::Decode(Box::new(error)))
}

/// The newest refund of the money that paid the order, or that is under review for it.
///
/// # Errors
/// What PostgreSQL says.
pub async fn newest<'e>(
    db: impl PgExecutor<'e>,
    order: OrderId,
) -> sqlx::Result<Option<RefundRow>> {
    let row = sqlx::query!(
        "select r.id, r.state, r.amount
         from refunds r join payment_attempts a on a.id = r.attempt_id
         where r.order_id = $1 and a.state in ('captured', 'confirming') order by r.id desc limit 1",
        order.0,
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(RefundRow { id: RefundId(row.id), state: state_of(&row.state)?, amount: row.amount })
    })
    .transpose()
}

/// Whether the attempt's money is on its way back, or was given back.
///
/// # Errors
/// What PostgreSQL says.
pub async fn covers(conn: &mut PgConnection, attempt: AttemptId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists(select 1 from refunds where attempt_id = $1 and state <> 'failed')
           as "covered!""#,
        attempt.0,
    )
    .fetch_one(conn)
    .await
}

/// Locks a refund. The order is locked before it.
///
/// # Errors
/// What PostgreSQL says; also when there is none.
pub async fn lock(conn: &mut PgConnection, id: RefundId) -> sqlx::Result<RefundState> {
    let state = sqlx::query_scalar!("select state from refunds where id = $1 for update", id.0);
    state_of(&state.fetch_one(conn).await?)
}

/// The provider has answered: sending → done or failed.
///
/// # Errors
/// A refund that is not being sent; PostgreSQL.
pub async fn end(
    conn: &mut PgConnection,
    id: RefundId,
    to: RefundState,
    back: Option<&Reversal>,
    failure: Option<&Failure>,
) -> Result<(), MoveError> {
    let from = RefundState::Sending;
    IllegalMove::unless(from.may_become(to), MACHINE, from.as_str(), to.as_str())?;
    let done = sqlx::query!(
        "update refunds
         set state = $2, transaction_key = $3, failure_code = $4, failure_message = $5,
             amount = coalesce($6, amount), lease_until = null, next_try_at = null, updated_at = frontrow_now()
         where id = $1 and state = 'sending'",
        id.0,
        to.as_str(),
        back.map(|back| back.transaction_key.as_str()),
        failure.map(|failure| failure.code.as_str()),
        failure.map(|failure| failure.message.as_str()),
        back.map(|back| back.amount),
    )
    .execute(conn)
    .await?;
    Ok(IllegalMove::unless_moved(&done, MACHINE, from.as_str(), to.as_str())?)
}

/// The refund of an attempt's money that is under way.
///
/// # Errors
/// What PostgreSQL says.
pub async fn open<'e>(
    db: impl PgExecutor<'e>,
    attempt: AttemptId,
) -> sqlx::Result<Option<RefundId>> {
    let id = sqlx::query_scalar!(
        "select id from refunds
         where attempt_id = $1 and state in ('requested', 'sending', 'unknown')",
        attempt.0,
    );
    Ok(id.fetch_optional(db).await?.map(RefundId))
}

/// The order that a refund is of.
///
/// # Errors
/// What PostgreSQL says.
pub async fn order_of(pool: &PgPool, id: RefundId) -> sqlx::Result<Option<OrderId>> {
    let order = sqlx::query_scalar!("select order_id from refunds where id = $1", id.0);
    Ok(order.fetch_optional(pool).await?.map(OrderId))
}

/// Why a refund was refused.
///
/// # Errors
/// What PostgreSQL says.
pub async fn failure(pool: &PgPool, id: RefundId) -> sqlx::Result<Option<String>> {
    let code = sqlx::query_scalar!("select failure_code from refunds where id = $1", id.0);
    Ok(code.fetch_optional(pool).await?.flatten())
}
