//! What happened, told to whoever listens: a row in the transaction that made it happen.
//!
//! The writer holds a lock on the aggregate's own row, so that `seq` follows the order of
//! commits; consumers drop what is not newer than what they know.

use frontrow_shared::id::OrderId;
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

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
