//! The search for orders in SQL.

use frontrow_shared::id::{HoldId, OrderId};
use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

use super::OrderError;
use super::search::{Narrowed, Search};

/// What only staff see of an order's row.
pub(super) struct Notes {
    pub(super) hold: HoldId,
    pub(super) review_reason: Option<String>,
    pub(super) updated_at: OffsetDateTime,
}

/// The newest orders that fit.
pub(super) async fn page(
    pool: &PgPool,
    narrowed: &Narrowed,
    search: &Search,
    limit: i64,
) -> sqlx::Result<Vec<OrderId>> {
    let mut tx = pool.begin().await?;
    // Planned for what is asked, each time: one plan for every question would use no index.
    sqlx::query!("select set_config('plan_cache_mode', 'force_custom_plan', true)")
        .fetch_one(&mut *tx)
        .await?;
    let ids = narrowed.ids.as_ref().map(|ids| ids.iter().map(|id| id.0).collect::<Vec<Uuid>>());
    let ids = sqlx::query_scalar!(
        "select id from orders
         where ($1::uuid[] is null or id = any($1) or account_id = any($8)) and ($2::uuid is null or account_id = $2)
           and ($3::uuid is null or hold_id = $3) and ($4::uuid is null or sale_id = $4)
           and ($5::text is null or state = $5) and ($6::uuid is null or id < $6)
         order by id desc limit $7",
        ids.as_deref(),
        narrowed.account.map(|id| id.0),
        narrowed.hold.map(|id| id.0),
        search.sale.map(|id| id.0),
        search.state.map(super::transition::OrderState::as_str),
        search.before.map(|id| id.0),
        limit,
        &narrowed.buyers.iter().map(|id| id.0).collect::<Vec<Uuid>>(),
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(ids.into_iter().map(OrderId).collect())
}

/// The orders whose ids end with ten hexadecimal digits.
pub(super) async fn ids_ending(pool: &PgPool, end: &str) -> sqlx::Result<Vec<OrderId>> {
    let ids = sqlx::query_scalar!("select id from orders where right(id::text, 10) = $1", end);
    Ok(ids.fetch_all(pool).await?.into_iter().map(OrderId).collect())
}

/// What only staff see of an order's row.
pub(super) async fn notes(pool: &PgPool, id: OrderId) -> Result<Notes, OrderError> {
    let row =
        sqlx::query!("select hold_id, review_reason, updated_at from orders where id = $1", id.0)
            .fetch_optional(pool)
            .await?
            .ok_or(OrderError::NotFound)?;
    let hold = HoldId(row.hold_id);
    Ok(Notes { hold, review_reason: row.review_reason, updated_at: row.updated_at })
}
