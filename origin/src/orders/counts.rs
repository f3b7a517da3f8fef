//! How the orders of a sale stand, counted.

use frontrow_shared::id::SaleId;
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

/// Orders of a sale by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct OrderCounts {
    /// Waiting to be paid.
    pub awaiting_payment: i64,
    /// Being confirmed with the provider.
    pub confirming: i64,
    /// Waiting for a bank transfer.
    pub awaiting_deposit: i64,
    /// Paid.
    pub confirmed: i64,
    /// Paid, some of it given back.
    pub partially_refunded: i64,
    /// Given back.
    pub refunded: i64,
    /// Not paid in time.
    pub expired: i64,
    /// Cancelled before they were paid.
    pub cancelled: i64,
    /// Somebody has to look.
    pub needs_review: i64,
}

/// What the orders of a sale come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SaleOrders {
    /// By state.
    pub counts: OrderCounts,
    /// Made within the last minute.
    pub last_minute: i64,
    /// What was charged for orders that were confirmed, less what has gone back of it, in minor
    /// units: what the ledger's `provider_receivable` says of them.
    pub revenue: i64,
}

/// Counts the orders of a sale: one pass over them by an index.
///
/// # Errors
/// PostgreSQL.
pub async fn of_sale(conn: &mut PgConnection, sale: SaleId) -> sqlx::Result<SaleOrders> {
    let row = sqlx::query!(
        r#"select count(*) filter (where state = 'awaiting_payment') as "awaiting_payment!",
                  count(*) filter (where state = 'confirming') as "confirming!",
                  count(*) filter (where state = 'awaiting_deposit') as "awaiting_deposit!",
                  count(*) filter (where state = 'confirmed') as "confirmed!",
                  count(*) filter (where state = 'partially_refunded') as "partially_refunded!",
                  count(*) filter (where state = 'refunded') as "refunded!",
                  count(*) filter (where state = 'expired') as "expired!",
                  count(*) filter (where state = 'cancelled') as "cancelled!",
                  count(*) filter (where state = 'needs_review') as "needs_review!",
                  count(*) filter (
                    where created_at > (select frontrow_now()) - interval '1 minute'
                  ) as "last_minute!",
                  (coalesce(sum(total) filter (
                     where state in ('confirmed', 'partially_refunded', 'refunded')), 0)
                   - (select coalesce(sum(r.amount), 0)
                      from refunds r join orders o on o.id = r.order_id
                        join payment_attempts a on a.id = r.attempt_id and a.state = 'captured'
                      where o.sale_id = $1 and r.state = 'done'
                        and o.state in ('confirmed', 'partially_refunded', 'refunded')
                     ))::bigint as "revenue!"
           from orders where sale_id = $1"#,
        sale.0
    )
    .fetch_one(conn)
    .await?;
    let counts = OrderCounts {
        awaiting_payment: row.awaiting_payment,
        confirming: row.confirming,
        awaiting_deposit: row.awaiting_deposit,
        confirmed: row.confirmed,
        partially_refunded: row.partially_refunded,
        refunded: row.refunded,
        expired: row.expired,
        cancelled: row.cancelled,
        needs_review: row.needs_review,
    };
    Ok(SaleOrders { counts, last_minute: row.last_minute, revenue: row.revenue })
}
