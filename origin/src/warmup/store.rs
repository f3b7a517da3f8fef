//! What warming reads and remembers.

use frontrow_shared::id::{PerformanceId, SaleId};
use sqlx::{PgConnection, PgPool};
use time::{Duration, OffsetDateTime};

use super::point::Readiness;
use super::sale_points::{GradeFacts, RoomWord, SaleFacts};

/// How long one replica may be at a sale, in seconds: longer than all that it waits for.
const LEASE_S: f64 = 60.0;

/// A sale, draft or not; nothing when there is none.
pub(super) async fn facts(pool: &PgPool, sale: SaleId) -> sqlx::Result<Option<SaleFacts>> {
    let row = sqlx::query!(
        r#"select s.performance_id, s.mode, s.cap, s.lobby_seconds, s.closes_at,
                  coalesce(s.presale_opens_at, s.general_opens_at) as "opens_at!",
                  p.published_at is not null as "published!", p.starts_at, p.seats,
                  frontrow_now() as "now!",
                  seats.entered as "entered!", seats.free as "free!", seats.last as "last?",
                  r.synced_at as "synced_at?", r.wakes_at as "wakes_at?",
                  w.checked_at as "warmed_at?"
           from sales s
           join performances p on p.id = s.performance_id
           left join room_syncs r on r.sale_id = s.id
           left join warmups w on w.sale_id = s.id
           cross join lateral (
             select count(*) as entered, count(*) filter (where state = 'free') as free,
                    max(seat_no) as last
             from performance_seats where performance_id = p.id
           ) seats
           where s.id = $1"#,
        sale.0
    );
    let Some(row) = row.fetch_optional(pool).await? else { return Ok(None) };
    let grades = sqlx::query_as!(
        GradeFacts,
        r#"select g.code, g.price, count(s.seat_no) as "seats!"
           from grades g
           left join performance_seats s
             on s.performance_id = g.performance_id and s.grade = g.code
           where g.performance_id = $1
           group by g.code, g.price, g.ordinal order by g.ordinal"#,
        row.performance_id
    );
    let grades = grades.fetch_all(pool).await?;
    Ok(Some(SaleFacts {
        sale,
        performance: PerformanceId(row.performance_id),
        mode: row.mode,
        cap: row.cap,
        now: row.now,
        lobby_opens_at: row.opens_at - Duration::seconds(row.lobby_seconds.into()),
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        starts_at: row.starts_at,
        published: row.published,
        seats: row.seats,
        entered: row.entered,
        free: row.free,
        last_seat: row.last,
        grades,
        room: row.synced_at.map(|synced_at| RoomWord { synced_at, wakes_at: row.wakes_at }),
        warmed_at: row.warmed_at,
    }))
}

/// PostgreSQL's own clock, and what tests have added to it in ms.
pub(super) async fn clock(pool: &PgPool) -> sqlx::Result<(OffsetDateTime, i64)> {
    let row = sqlx::query!(
        r#"select clock_timestamp() as "now!",
                  coalesce((select value::bigint from frontrow_settings
                            where name = 'clock_offset_ms'), 0) as "offset_ms!""#
    );
    let row = row.fetch_one(pool).await?;
    Ok((row.now, row.offset_ms))
}

/// PostgreSQL's time as deadlines see it.
pub(super) async fn now(pool: &PgPool) -> sqlx::Result<OffsetDateTime> {
    sqlx::query_scalar!(r#"select frontrow_now() as "now!""#).fetch_one(pool).await
}

/// Takes one sale that opens soon and is due, for as long as a lease. The lobby of such a sale
/// opens within `ahead`, and people are not let in yet.
pub(super) async fn lease(pool: &PgPool, ahead: Duration) -> sqlx::Result<Option<SaleId>> {
    let leased = sqlx::query_scalar!(
        "insert into warmups as w (sale_id, next_at)
         select s.id, frontrow_now() + make_interval(secs => $2)
         from sales s left join warmups d on d.sale_id = s.id
         where s.mode in ('scheduled', 'paused')
           and coalesce(s.presale_opens_at, s.general_opens_at) > frontrow_now()
           and coalesce(s.presale_opens_at, s.general_opens_at)
               - make_interval(secs => s.lobby_seconds + $1::float8) <= frontrow_now()
           and (d.next_at is null or d.next_at <= frontrow_now())
         order by coalesce(s.presale_opens_at, s.general_opens_at), s.id
         limit 1
         on conflict (sale_id) do update set next_at = excluded.next_at
           where w.next_at <= frontrow_now()
         returning sale_id",
        ahead.as_seconds_f64(),
        LEASE_S,
    );
    Ok(leased.fetch_optional(pool).await?.map(SaleId))
}

/// Remembers what came of warming, and when the job comes again.
pub(super) async fn remember(
    conn: &mut PgConnection,
    sale: SaleId,
    found: &Readiness,
    again_in: Duration,
) -> sqlx::Result<()> {
    let items = serde_json::to_value(&found.items).unwrap_or_default(); // items always serialise
    sqlx::query!(
        "insert into warmups (sale_id, next_at, rounds, checked_at, ready, items)
         values ($1, frontrow_now() + make_interval(secs => $2), 1, $3, $4, $5)
         on conflict (sale_id) do update
           set next_at = excluded.next_at, rounds = warmups.rounds + 1,
               checked_at = excluded.checked_at, ready = excluded.ready, items = excluded.items",
        sale.0,
        again_in.as_seconds_f64(),
        found.checked_at,
        found.ready,
        items,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What is remembered of the sales that the job is at, see [`lease`]; nothing of those that it
/// has left in the last day or that open later, nor when the last check is older than `age`: what
/// was true then says nothing about now.
pub(super) async fn remembered(
    pool: &PgPool,
    ahead: Duration,
    age: Duration,
) -> sqlx::Result<Vec<(SaleId, Option<bool>)>> {
    let rows = sqlx::query!(
        r#"select w.sale_id,
                  case when s.mode in ('scheduled', 'paused')
                    and coalesce(s.presale_opens_at, s.general_opens_at) > frontrow_now()
                    and coalesce(s.presale_opens_at, s.general_opens_at)
                        - make_interval(secs => s.lobby_seconds + $1::float8) <= frontrow_now()
                    and w.checked_at > frontrow_now() - make_interval(secs => $2)
                  then w.ready end as "ready?"
           from warmups w join sales s on s.id = w.sale_id
           where w.ready is not null
             and coalesce(s.presale_opens_at, s.general_opens_at)
                 > frontrow_now() - interval '1 day'"#,
        ahead.as_seconds_f64(),
        age.as_seconds_f64(),
    );
    let rows = rows.fetch_all(pool).await?;
    Ok(rows.into_iter().map(|row| (SaleId(row.sale_id), row.ready)).collect())
}
