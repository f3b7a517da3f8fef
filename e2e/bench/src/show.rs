//! A show to sell and people to buy it, laid straight into the database.

use anyhow::{Context as _, Result};
use frontrow_shared::id::{AccountId, PerformanceId, SaleId};
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, PgPool};
use uuid::Uuid;

use crate::surroundings;

/// The demo's arena.
pub(crate) const SEATS: i32 = 10_000;

/// A published performance that is on sale, all of it free.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Show {
    pub(crate) performance: PerformanceId,
    pub(crate) sale: SaleId,
}

/// The database that a variable names.
pub(crate) async fn database(variable: &str) -> Result<PgPool> {
    let url = surroundings::named(variable)?;
    let pool = PgPoolOptions::new().max_connections(2).connect(&url).await;
    pool.context("PostgreSQL does not answer")
}

impl Show {
    /// Lays out [`SEATS`] seats of one grade at 50,000 won.
    pub(crate) async fn open(db: &PgPool) -> Result<Self> {
        let [venue, section, event, performance, sale] = [(); 5].map(|()| Uuid::now_v7());
        let sql = format!(
            "insert into venues (id, name, name_en, city, timezone, width, height)
               values ('{venue}', '홀', 'Hall', 'Seoul', 'Asia/Seoul', 1000, 1000);
             insert into venue_sections (id, venue_id, code, name, name_en, ordinal, outline)
               values ('{section}', '{venue}', 'A', 'A구역', 'Section A', 0, 'M0 0H9V9H0Z');
             insert into venue_rows
               (section_id, ordinal, label, first_label, seats, x0, dx, y)
               select '{section}', r, (r + 1)::text, 1, 100, 0, 10, r * 10
               from generate_series(0, {SEATS} / 100 - 1) r;
             insert into events
               (id, title, title_en, summary, summary_en, description, description_en)
               values ('{event}', '공연', 'Show', '', '', '', '');
             insert into performances (id, event_id, venue_id, starts_at, seats, published_at)
               values ('{performance}', '{event}', '{venue}', now() + interval '30 days',
                       {SEATS}, now());
             insert into grades (performance_id, code, name, name_en, price, color, ordinal)
               values ('{performance}', 'R', 'R석', 'R', 50000, '#123456', 0);
             insert into performance_seats
               (performance_id, seat_no, section_ordinal, section_code, row_label, seat_label,
                grade)
               select '{performance}', n, 0, 'A', (n / 100 + 1)::text, (n % 100 + 1)::text, 'R'
               from generate_series(0, {SEATS} - 1) n;
             insert into sales (id, performance_id, general_opens_at, closes_at, cap)
               values ('{sale}', '{performance}', now() - interval '1 hour',
                       now() + interval '20 days', 10000);
             analyze performance_seats;"
        );
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(db).await.context("no show")?;
        Ok(Self { performance: PerformanceId(performance), sale: SaleId(sale) })
    }
}

/// So many people with accounts.
pub(crate) async fn people(db: &PgPool, count: usize) -> Result<Vec<AccountId>> {
    let ids: Vec<Uuid> = (0..count).map(|_| Uuid::now_v7()).collect();
    sqlx::query(
        "insert into accounts (id, email, password_hash, name)
         select id, id || '@example.com', '-', '-' from unnest($1::uuid[]) id",
    )
    .bind(&ids)
    .execute(db)
    .await
    .context("no people")?;
    Ok(ids.into_iter().map(AccountId).collect())
}
