//! A small show to sell, laid straight into the database.

use frontrow_shared::id::{AccountId, PerformanceId, SaleId};
use sqlx::PgPool;
use uuid::Uuid;

/// A published performance on sale now, in one section, one row of seats to a hundred.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Show {
    pub(crate) performance: PerformanceId,
    pub(crate) sale: SaleId,
}

impl Show {
    /// Lays out `seats` seats of one grade at `price` won; at most four a hold and a buyer.
    pub(crate) async fn open(db: &PgPool, seats: i32, price: i64) -> Self {
        let [venue, section, event, performance, sale] = [(); 5].map(|()| Uuid::now_v7());
        let sql = format!(
            "insert into venues (id, name, name_en, city, timezone, width, height)
               values ('{venue}', '홀', 'Hall', 'Seoul', 'Asia/Seoul', 1000, 1000);
             insert into venue_sections (id, venue_id, code, name, name_en, ordinal, outline)
               values ('{section}', '{venue}', 'A', 'A구역', 'Section A', 0, 'M0 0H9V9H0Z');
             insert into venue_rows
               (section_id, ordinal, label, first_label, seats, x0, dx, y)
               select '{section}', r, (r + 1)::text, 1, least(100, {seats} - r * 100), 0, 10, r * 10
               from generate_series(0, ({seats} - 1) / 100) r;
             insert into events
               (id, title, title_en, summary, summary_en, description, description_en)
               values ('{event}', '공연', 'Show', '', '', '', '');
             insert into performances (id, event_id, venue_id, starts_at, seats, published_at)
               values ('{performance}', '{event}', '{venue}', now() + interval '30 days',
                       {seats}, now());
             insert into grades (performance_id, code, name, name_en, price, color, ordinal)
               values ('{performance}', 'R', 'R석', 'R', {price}, '#123456', 0);
             insert into performance_seats
               (performance_id, seat_no, section_ordinal, section_code, row_label, seat_label, grade)
               select '{performance}', n, 0, 'A', (n / 100 + 1)::text, (n % 100 + 1)::text, 'R'
               from generate_series(0, {seats} - 1) n;
             insert into sales (id, performance_id, general_opens_at, closes_at, cap)
               values ('{sale}', '{performance}', now() - interval '1 hour',
                       now() + interval '20 days', 100);"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(db).await.expect("the show is laid out");
        Self { performance: PerformanceId(performance), sale: SaleId(sale) }
    }
}

/// The hash of no known password.
const NOBODYS_HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A buyer with a name of their own.
pub(crate) async fn buyer(db: &PgPool) -> AccountId {
    let id = Uuid::now_v7();
    sqlx::query("insert into accounts (id, email, password_hash, name) values ($1, $2, $3, '-')")
        .bind(id)
        .bind(format!("{}@example.com", id.simple()))
        .bind(NOBODYS_HASH)
        .execute(db)
        .await
        .expect("the buyer is stored");
    AccountId(id)
}
