//! What happened to an order's money, as staff see it.

use frontrow_shared::id::{AttemptId, OrderId, RefundId};
use frontrow_shared::money::{Currency, Money};
use serde::Serialize;
use sqlx::PgPool;
use time::OffsetDateTime;
use utoipa::ToSchema;

/// A try at paying.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttemptRecord {
    /// `att_…`
    pub id: AttemptId,
    /// `created`, `redirected`, `confirming`, `awaiting_deposit`, `captured`, `lapsed`,
    /// `declined` or `expired`.
    pub state: String,
    /// Whom is paid through, such as `toss`.
    pub provider: String,
    /// The order id that the provider sees.
    pub provider_order_id: String,
    /// The provider's name of the payment, once the buyer came back.
    pub payment_key: Option<String>,
    /// What is to be charged.
    pub amount: Money,
    /// How it was paid, in the provider's words.
    pub method: Option<String>,
    /// Why it was refused: the provider's code, or ours.
    pub failure_code: Option<String>,
    /// The provider's sentence.
    pub failure_message: Option<String>,
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When its state last moved.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
    /// When the provider approved it.
    #[serde(with = "time::serde::rfc3339::option")]
    pub approved_at: Option<OffsetDateTime>,
}

/// Money on its way back.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RefundRecord {
    /// `rfd_…`
    pub id: RefundId,
    /// `requested`, `sending`, `done`, `failed` or `unknown`.
    pub state: String,
    /// How much.
    pub amount: Money,
    /// Why, as the provider was told.
    pub reason: String,
    /// Who asked: `buyer`, `staff`, `seat_lost` when there was money but no seat for it, or
    /// `provider` when it was found to have gone back there by another hand.
    pub source: String,
    /// The provider's code when it refused.
    pub failure_code: Option<String>,
    /// When it was asked for.
    #[serde(with = "time::serde::rfc3339")]
    pub requested_at: OffsetDateTime,
    /// When the provider had done it; null before.
    #[serde(with = "time::serde::rfc3339::option")]
    pub done_at: Option<OffsetDateTime>,
}

/// Every try at paying an order, oldest first.
///
/// # Errors
/// What PostgreSQL says.
pub async fn attempts(pool: &PgPool, order: OrderId) -> sqlx::Result<Vec<AttemptRecord>> {
    let rows = sqlx::query!(
        "select id, state, provider, provider_order_id, payment_key, amount, currency, method,
                failure_code, failure_message, created_at, updated_at, approved_at
         from payment_attempts where order_id = $1 order by id",
        order.0,
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AttemptRecord {
                id: AttemptId(row.id),
                state: row.state,
                provider: row.provider,
                provider_order_id: row.provider_order_id,
                payment_key: row.payment_key,
                amount: money(row.amount, &row.currency)?,
                method: row.method,
                failure_code: row.failure_code,
                failure_message: row.failure_message,
                created_at: row.created_at,
                updated_at: row.updated_at,
                approved_at: row.approved_at,
            })
        })
        .collect()
}

/// Every refund of an order, oldest first.
///
/// # Errors
/// What PostgreSQL says.
pub async fn refunds(pool: &PgPool, order: OrderId) -> sqlx::Result<Vec<RefundRecord>> {
    let rows = sqlx::query!(
        "select id, state, amount, currency, reason, source, failure_code, created_at,
                case when state = 'done' then updated_at end as done_at
         from refunds where order_id = $1 order by id",
        order.0,
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(RefundRecord {
                id: RefundId(row.id),
                state: row.state,
                amount: money(row.amount, &row.currency)?,
                reason: row.reason,
                source: row.source,
                failure_code: row.failure_code,
                requested_at: row.created_at,
                done_at: row.done_at,
            })
        })
        .collect()
}

fn money(minor: i64, currency: &str) -> sqlx::Result<Money> {
    let known = Currency::from_code(currency);
    let known = known.ok_or_else(|| sqlx::Error::Decode(format!("currency {currency}").into()))?;
    Ok(Money { minor, currency: known })
}
