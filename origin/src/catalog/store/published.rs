//! What buyers may see.

use frontrow_shared::id::{PerformanceId, SaleId};
use frontrow_shared::money::{Currency, Money};
use serde::Serialize;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::catalog::cursor::Cursor;
use crate::catalog::show::{Grade, ShowRow};

/// Which published performances are wanted.
#[derive(Debug, Clone, Default)]
pub(in crate::catalog) struct Wanted {
    pub(in crate::catalog) performance: Option<PerformanceId>,
    pub(in crate::catalog) sale: Option<SaleId>,
    pub(in crate::catalog) after: Option<Cursor>,
    /// Leaves out what has been over for half a day.
    pub(in crate::catalog) current: bool,
    /// Patterns, each of which title, venue or city have to match.
    pub(in crate::catalog) patterns: Vec<String>,
    /// The city, in either language.
    pub(in crate::catalog) city: Option<String>,
    /// First day by the venue's calendar, YYYY-MM-DD.
    pub(in crate::catalog) from: Option<String>,
    /// Last day by the venue's calendar, included.
    pub(in crate::catalog) to: Option<String>,
}

/// A city in which something is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct City {
    /// Name in Korean.
    pub city: String,
    /// Name in English; empty when nobody entered it.
    pub city_en: String,
}

/// Published performances by start and id, at most `limit`.
pub(in crate::catalog) async fn shows(
    pool: &PgPool,
    wanted: Wanted,
    limit: i64,
) -> sqlx::Result<Vec<ShowRow>> {
    let after_at = wanted.after.and_then(|cursor| {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(cursor.starts_at_us) * 1000).ok()
    });
    sqlx::query_as!(
        ShowRow,
        r#"select p.id as performance_id, s.id as sale_id, p.event_id, e.seller_id,
                  e.title, e.title_en, e.summary, e.summary_en, e.description, e.description_en,
                  e.poster_url, v.name as venue_name, v.name_en as venue_name_en, v.city,
                  v.city_en, v.timezone, p.starts_at, p.doors_at, p.duration_min,
                  p.currency::text as "currency!", p.seats,
                  p.max_seats_per_hold, p.max_seats_per_buyer, s.presale_opens_at,
                  s.presale_grade, s.general_opens_at,
                  least(s.closes_at, p.off_sale_at) as "closes_at!", s.mode, s.lobby_seconds,
                  s.cap, s.claim_window_seconds, s.pass_seconds, s.pass_hard_seconds,
                  (select coalesce(min(g.price), 0) from grades g
                   where g.performance_id = p.id
                     and exists (select from performance_seats t
                                 where t.performance_id = p.id and t.grade = g.code))
                    as "price_from!",
                  frontrow_now() as "now!"
           from performances p
           join events e on e.id = p.event_id
           join venues v on v.id = p.venue_id
           join sales s on s.performance_id = p.id
           where p.published_at is not null
             and ($1::uuid is null or p.id = $1)
             and ($2::uuid is null or s.id = $2)
             and ($3::timestamptz is null or (p.starts_at, p.id) > ($3, $4::uuid))
             and (not $5 or (p.off_sale_at is null
                             and p.starts_at > frontrow_now() - interval '12 hours'))
             and not exists (select from unnest($7::text[]) as w (pattern)
                             where concat_ws(' ', e.title, e.title_en, v.name, v.name_en, v.city,
                                             v.city_en) not ilike w.pattern)
             and ($8::text is null or lower($8) in (lower(v.city), lower(v.city_en)))
             and ($9::text is null
                  or (p.starts_at at time zone v.timezone)::date >= $9::text::date)
             and ($10::text is null
                  or (p.starts_at at time zone v.timezone)::date <= $10::text::date)
           order by p.starts_at, p.id
           limit $6"#,
        wanted.performance.map(|id| id.0),
        wanted.sale.map(|id| id.0),
        after_at,
        wanted.after.map(|cursor| cursor.id),
        wanted.current,
        limit,
        &wanted.patterns,
        wanted.city,
        wanted.from,
        wanted.to,
    )
    .fetch_all(pool)
    .await
}

/// Where something is on, by name, at most `limit` cities.
pub(in crate::catalog) async fn cities(pool: &PgPool, limit: i64) -> sqlx::Result<Vec<City>> {
    sqlx::query_as!(
        City,
        "select v.city, max(v.city_en) as \"city_en!\" from venues v
         where exists (select from performances p
                       where p.venue_id = v.id and p.published_at is not null
                         and p.off_sale_at is null
                         and p.starts_at > frontrow_now() - interval '12 hours')
         group by v.city order by v.city limit $1",
        limit,
    )
    .fetch_all(pool)
    .await
}

/// The price classes of a performance, dearest first as entered.
pub(in crate::catalog) async fn grades(
    conn: &mut PgConnection,
    performance: PerformanceId,
) -> sqlx::Result<Vec<Grade>> {
    let rows = sqlx::query!(
        r#"select g.code, g.name, g.name_en, g.price, g.color, p.currency::text as "currency!"
           from grades g join performances p on p.id = g.performance_id
           where g.performance_id = $1 order by g.ordinal"#,
        performance.0
    );
    let rows = rows.fetch_all(conn).await?;
    let grade = |currency: Currency, minor| Money { minor, currency };
    Ok(rows
        .into_iter()
        .map(|row| Grade {
            price: grade(Currency::from_code(&row.currency).unwrap_or(Currency::Krw), row.price),
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            color: row.color,
        })
        .collect())
}
