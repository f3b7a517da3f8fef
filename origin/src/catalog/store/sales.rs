//! Sales.

use frontrow_shared::id::{PerformanceId, SaleId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::catalog::entries::{PresaleForm, SaleForm, SaleMode};

/// A sale with its id.
#[derive(Debug, Clone)]
pub(in crate::catalog) struct SaleRow {
    pub(in crate::catalog) id: Uuid,
    performance_id: Uuid,
    presale_opens_at: Option<OffsetDateTime>,
    presale_grade: Option<i16>,
    general_opens_at: OffsetDateTime,
    closes_at: OffsetDateTime,
    mode: String,
    lobby_seconds: i32,
    cap: i32,
    claim_window_seconds: i32,
    pass_seconds: i32,
    pass_hard_seconds: i32,
}

impl SaleRow {
    pub(in crate::catalog) fn form(self) -> SaleForm {
        let presale = self.presale_opens_at.zip(self.presale_grade);
        SaleForm {
            performance: PerformanceId(self.performance_id),
            presale: presale.map(|(opens_at, grade)| PresaleForm { opens_at, grade }),
            general_opens_at: self.general_opens_at,
            closes_at: self.closes_at,
            mode: SaleMode::parse(&self.mode).unwrap_or(SaleMode::Closed),
            lobby_seconds: self.lobby_seconds,
            cap: self.cap,
            claim_window_seconds: self.claim_window_seconds,
            pass_seconds: self.pass_seconds,
            pass_hard_seconds: self.pass_hard_seconds,
        }
    }
}

/// Enters a sale.
pub(in crate::catalog) async fn insert(
    conn: &mut PgConnection,
    id: SaleId,
    form: &SaleForm,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into sales (id, performance_id, presale_opens_at, presale_grade,
                            general_opens_at, closes_at, mode, lobby_seconds, cap,
                            claim_window_seconds, pass_seconds, pass_hard_seconds)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id.0,
        form.performance.0,
        form.presale.map(|presale| presale.opens_at),
        form.presale.map(|presale| presale.grade),
        form.general_opens_at,
        form.closes_at,
        form.mode.as_str(),
        form.lobby_seconds,
        form.cap,
        form.claim_window_seconds,
        form.pass_seconds,
        form.pass_hard_seconds,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Locks a sale and reads it.
pub(in crate::catalog) async fn lock(
    conn: &mut PgConnection,
    id: SaleId,
) -> sqlx::Result<Option<SaleRow>> {
    sqlx::query_as!(
        SaleRow,
        "select id, performance_id, presale_opens_at, presale_grade, general_opens_at,
                closes_at, mode, lobby_seconds, cap, claim_window_seconds, pass_seconds,
                pass_hard_seconds
         from sales where id = $1 for update",
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// Sales, newest first, before the id `before`.
pub(in crate::catalog) async fn list(
    conn: &mut PgConnection,
    only: Option<SaleId>,
    before: Option<SaleId>,
    limit: i64,
) -> sqlx::Result<Vec<SaleRow>> {
    sqlx::query_as!(
        SaleRow,
        "select id, performance_id, presale_opens_at, presale_grade, general_opens_at,
                closes_at, mode, lobby_seconds, cap, claim_window_seconds, pass_seconds,
                pass_hard_seconds
         from sales
         where ($1::uuid is null or id = $1) and ($2::uuid is null or id < $2)
         order by id desc limit $3",
        only.map(|id| id.0),
        before.map(|id| id.0),
        limit,
    )
    .fetch_all(conn)
    .await
}

/// The mode that a paused sale, which the caller has locked, had before.
pub(in crate::catalog) async fn paused_from(
    conn: &mut PgConnection,
    id: SaleId,
) -> sqlx::Result<Option<SaleMode>> {
    let word = sqlx::query_scalar!("select paused_from from sales where id = $1", id.0);
    let word = word.fetch_optional(conn).await?.flatten();
    Ok(word.as_deref().and_then(SaleMode::parse))
}

/// Writes a changed sale back. One that becomes paused keeps in mind what it was.
pub(in crate::catalog) async fn update(
    conn: &mut PgConnection,
    id: SaleId,
    form: &SaleForm,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update sales set presale_opens_at = $2, presale_grade = $3, general_opens_at = $4,
                          closes_at = $5, mode = $6, lobby_seconds = $7, cap = $8,
                          claim_window_seconds = $9, pass_seconds = $10, pass_hard_seconds = $11,
                          paused_from = case when $6 <> 'paused' then null
                                             when mode = 'paused' then paused_from
                                             else mode end
         where id = $1",
        id.0,
        form.presale.map(|presale| presale.opens_at),
        form.presale.map(|presale| presale.grade),
        form.general_opens_at,
        form.closes_at,
        form.mode.as_str(),
        form.lobby_seconds,
        form.cap,
        form.claim_window_seconds,
        form.pass_seconds,
        form.pass_hard_seconds,
    )
    .execute(conn)
    .await?;
    Ok(())
}
