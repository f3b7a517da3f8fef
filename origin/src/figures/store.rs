//! What was written down of on-sales.

use frontrow_shared::id::SaleId;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;

use super::gather::Figures;
use super::live::{ErrorCount, Point};
use crate::http::tally::Told;

/// Most sales written down in a round.
const SALES_MAX: i64 = 200;
/// Most points of a history: fifteen minutes.
const POINTS_MAX: i64 = 180;

/// The database's clock.
pub(super) async fn now(conn: &mut PgConnection) -> sqlx::Result<OffsetDateTime> {
    sqlx::query_scalar!(r#"select frontrow_now() as "now!""#).fetch_one(conn).await
}

/// Sales that are going on, from their lobby to an hour after their close, and that nobody has
/// written down in these five seconds.
pub(super) async fn unrecorded(pool: &PgPool) -> sqlx::Result<Vec<SaleId>> {
    let sales = sqlx::query_scalar!(
        r#"select s.id
           from (select frontrow_now() as now) c
           cross join sales s join performances p on p.id = s.performance_id
           where p.published_at is not null
             and (s.mode = 'always'
                  or coalesce(s.presale_opens_at, s.general_opens_at)
                     - s.lobby_seconds * interval '1 second' <= c.now)
             and s.closes_at > c.now - interval '1 hour'
             and not exists (select from sale_figures f
                             where f.sale_id = s.id
                               and f.at = date_bin('5 seconds', c.now, 'epoch'))
           order by s.id desc limit $1"#,
        SALES_MAX
    );
    Ok(sales.fetch_all(pool).await?.into_iter().map(SaleId).collect())
}

/// Writes down how a sale stands, unless somebody has in these five seconds.
pub(super) async fn record(pool: &PgPool, sale: SaleId, figures: &Figures) -> sqlx::Result<()> {
    let small = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
    sqlx::query!(
        "insert into sale_figures
           (sale_id, at, waiting, called, active, cap, holds, orders_per_min, sold, revenue)
         values ($1, date_bin('5 seconds', $2, 'epoch'), $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict do nothing",
        sale.0,
        figures.at,
        figures.room.map(|room| room.waiting),
        figures.room.map(|room| room.called),
        figures.room.map(|room| room.active),
        figures.cap,
        figures.holding.map(|holding| small(holding.holds.into())),
        small(figures.orders.last_minute),
        small(figures.seats.sold),
        figures.orders.revenue,
    )
    .execute(pool)
    .await
    .map(|_| ())
}

/// The last fifteen minutes of a sale, oldest first.
pub(super) async fn history(conn: &mut PgConnection, sale: SaleId) -> sqlx::Result<Vec<Point>> {
    let mut points = sqlx::query_as!(
        Point,
        r#"select (extract(epoch from f.at) * 1000)::bigint as "at_ms!", f.waiting, f.called,
                  f.active, f.cap, f.holds, f.orders_per_min, f.sold,
                  f.revenue as revenue_minor, coalesce(e.count, 0) as "errors!"
           from sale_figures f
           left join (select at, sum(count)::bigint as count from problem_counts
                      where status >= 500
                        and at > (select frontrow_now()) - interval '16 minutes'
                      group by at) e on e.at = f.at
           where f.sale_id = $1 and f.at > (select frontrow_now()) - interval '15 minutes'
           order by f.at desc limit $2"#,
        sale.0,
        POINTS_MAX
    )
    .fetch_all(conn)
    .await?;
    points.reverse();
    Ok(points)
}

/// Adds to the problems of these five seconds.
pub(super) async fn add_problems(pool: &PgPool, counts: &[(Told, u32)]) -> sqlx::Result<()> {
    let codes: Vec<String> = counts.iter().map(|(told, _)| told.code.clone()).collect();
    let status = |told: &Told| i16::try_from(told.status).unwrap_or(500);
    let statuses: Vec<i16> = counts.iter().map(|(told, _)| status(told)).collect();
    let sums: Vec<i64> = counts.iter().map(|(_, count)| i64::from(*count)).collect();
    sqlx::query!(
        "insert into problem_counts as p (at, code, status, count)
         select date_bin('5 seconds', c.now, 'epoch'), t.code, max(t.status), sum(t.count)
         from (select frontrow_now() as now) c
         cross join unnest($1::text[], $2::smallint[], $3::bigint[]) as t (code, status, count)
         group by c.now, t.code order by t.code
         on conflict (at, code) do update set count = p.count + excluded.count",
        &codes,
        &statuses,
        &sums
    )
    .execute(pool)
    .await
    .map(|_| ())
}

/// The problems of the last minute.
pub(super) async fn last_minute_of_problems(
    conn: &mut PgConnection,
) -> sqlx::Result<Vec<ErrorCount>> {
    sqlx::query_as!(
        ErrorCount,
        r#"select code, max(status) as "status!", sum(count)::bigint as "count!"
           from problem_counts where at > (select frontrow_now()) - interval '1 minute'
           group by code"#
    )
    .fetch_all(conn)
    .await
}

/// Throws away what is older than a day.
pub(super) async fn drop_old(pool: &PgPool) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from sale_figures where at < (select frontrow_now()) - interval '24 hours'"
    )
    .execute(pool)
    .await?;
    sqlx::query!(
        "delete from problem_counts where at < (select frontrow_now()) - interval '24 hours'"
    )
    .execute(pool)
    .await
    .map(|_| ())
}
