//! Single passes in PostgreSQL.

use std::collections::HashSet;

use frontrow_shared::id::{PassId, SaleId};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// How long passes are kept after their sale, in days: for people who look into a complaint.
const KEPT_DAYS: i32 = 30;
/// Most that are deleted by one statement.
const FORGET: i64 = 1_000;

/// Why a pass ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// The order made under it was paid.
    Paid,
    /// A hold ran out and no order had come of it.
    HoldLapsed,
    /// The visitor left the line.
    Left,
    /// Its time was over.
    Expired,
    /// Staff or an emergency took it back.
    Revoked,
}

impl EndReason {
    /// The word in the database and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::HoldLapsed => "hold_lapsed",
            Self::Left => "left",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

/// Whether the pass is known to have ended. A pass that the room has not reported yet lives.
pub(super) async fn has_ended(pool: &PgPool, pass: PassId) -> sqlx::Result<bool> {
    let ended = sqlx::query_scalar!(
        r#"select ended_at is not null as "ended!" from passes where id = $1"#,
        pass.0
    );
    Ok(ended.fetch_optional(pool).await?.unwrap_or(false))
}

/// Which of these passes are known to have ended.
pub(super) async fn ended_of(pool: &PgPool, passes: &[PassId]) -> sqlx::Result<HashSet<PassId>> {
    let ids: Vec<Uuid> = passes.iter().map(|pass| pass.0).collect();
    let ended = sqlx::query_scalar!(
        "select id from passes where id = any($1) and ended_at is not null",
        &ids
    );
    Ok(ended.fetch_all(pool).await?.into_iter().map(PassId).collect())
}

/// Ends a pass, once. The row is made when the room has not reported the pass yet; its report
/// then fills in the rest, and the pass stays ended.
pub(super) async fn end(
    conn: &mut PgConnection,
    sale: SaleId,
    pass: PassId,
    reason: EndReason,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into passes as p
             (id, sale_id, visitor_id, place, epoch, expires_at, hard_end_at,
              ended_at, ended_reason, ended_xid)
           select $1, $2, $1, 0, 0, frontrow_now(), frontrow_now(),
                  frontrow_now(), $3, pg_current_xact_id()
           on conflict (id) do update
             set ended_at = excluded.ended_at, ended_reason = excluded.ended_reason,
                 ended_xid = excluded.ended_xid
             where p.ended_at is null"#,
        pass.0,
        sale.0,
        reason.as_str(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets passes whose sale is long over and that no open order needs; how many.
pub(super) async fn forget(pool: &PgPool) -> sqlx::Result<u64> {
    let forgotten = sqlx::query!(
        "delete from passes where id in (
           select p.id from passes p join sales s on s.id = p.sale_id
           where s.closes_at < frontrow_now() - make_interval(days => $1)
             and p.hard_end_at < frontrow_now() - make_interval(days => $1)
             and not exists (select from orders o where o.pass_id = p.id
                             and o.state in ('awaiting_payment', 'confirming'))
           order by p.hard_end_at limit $2 for update of p skip locked)",
        KEPT_DAYS,
        FORGET,
    );
    Ok(forgotten.execute(pool).await?.rows_affected())
}
