//! What happened, told to whoever listens: a row in the transaction that made it happen.
//!
//! The writer holds a lock on the aggregate's own row, so that `seq` follows the order of
//! commits; consumers drop what is not newer than what they know.

use frontrow_shared::id::OrderId;
use serde::Serialize;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// How long an event is kept, in days: whoever listens has it long before.
const KEPT_DAYS: i32 = 30;
/// Most that are looked at by one statement.
const FORGET: i64 = 1_000;

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// A purchase.
    Order(OrderId),
}

impl Aggregate {
    fn parts(self) -> (&'static str, Uuid) {
        match self {
            Self::Order(id) => ("order", id.0),
        }
    }
}

/// Adds an event. The caller has locked the aggregate's row, or has just made it.
///
/// # Errors
/// What PostgreSQL says.
pub async fn append<P: Serialize + Sync>(
    conn: &mut PgConnection,
    aggregate: Aggregate,
    kind: &str,
    payload: &P,
) -> sqlx::Result<()> {
    let (name, id) = aggregate.parts();
    let payload =
        serde_json::to_value(payload).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    sqlx::query!(
        "insert into outbox (id, aggregate, aggregate_id, seq, kind, payload)
         select $1, $2, $3, coalesce(max(seq), 0) + 1, $4, $5
         from outbox where aggregate = $2 and aggregate_id = $3",
        Uuid::now_v7(),
        name,
        id,
        kind,
        payload,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets events that are old, but for the newest of each aggregate, from which the numbers go on;
/// how many were looked at.
///
/// # Errors
/// What PostgreSQL says.
pub async fn forget(pool: &PgPool) -> sqlx::Result<u64> {
    let seen = sqlx::query_scalar!(
        r#"with due as (
             select id, aggregate, aggregate_id, seq,
                    exists (select from outbox n where n.aggregate = o.aggregate
                            and n.aggregate_id = o.aggregate_id and n.seq > o.seq) as passed
             from outbox o
             where not kept and created_at < frontrow_now() - make_interval(days => $1)
             order by created_at limit $2 for update skip locked),
           gone as (delete from outbox o using due where o.id = due.id and due.passed),
           stays as (update outbox o set kept = true from due where o.id = due.id and not due.passed)
           select count(*) as "seen!" from due"#,
        KEPT_DAYS,
        FORGET,
    );
    Ok(seen.fetch_one(pool).await?.unsigned_abs())
}
