//! `performance_seats`: the truth about who has which seat.
//!
//! Rows are locked in seat order, then compared in a second statement: a statement that waited
//! for a lock does not look again at what it has already compared.

use frontrow_shared::id::{OrderId, PerformanceId, SaleId, SeatNo};
use frontrow_shared::seatmap::SeatState;
use sqlx::{PgConnection, PgExecutor, PgPool};

use super::counts::SeatCounts;
use super::error::SeatsError;
use super::memory::Standing;
use super::scripts::Projected;

/// What the map shows of a state of `performance_seats`. Nothing is `Held` here: holds are
/// Redis's alone.
fn shown(state: &str) -> SeatState {
    match state {
        "free" => SeatState::Free,
        "reserved" | "claimed" | "sold" => SeatState::Taken,
        _ => SeatState::Blocked,
    }
}

/// Reserves free seats for an order, all or none of them.
pub(super) async fn reserve(
    conn: &mut PgConnection,
    performance: PerformanceId,
    seats: &[SeatNo],
    order: OrderId,
) -> Result<(), SeatsError> {
    let locked = sqlx::query_scalar!(
        "select seat_no from performance_seats
         where performance_id = $1 and seat_no = any($2) order by seat_no for update",
        performance.0,
        seats
    );
    locked.fetch_all(&mut *conn).await?;
    let reserved = sqlx::query_scalar!(
        "update performance_seats set state = 'reserved', order_id = $3, version = version + 1
         where performance_id = $1 and seat_no = any($2) and state = 'free'
         returning seat_no",
        performance.0,
        seats,
        order.0
    );
    let reserved = reserved.fetch_all(conn).await?;
    let taken: Vec<SeatNo> =
        seats.iter().copied().filter(|seat| !reserved.contains(seat)).collect();
    if taken.is_empty() { Ok(()) } else { Err(SeatsError::Taken { seats: taken }) }
}

/// Claims seats for an order that has them, or that they were free for; all or none of them.
pub(super) async fn reclaim(
    conn: &mut PgConnection,
    performance: PerformanceId,
    seats: &[SeatNo],
    order: OrderId,
) -> Result<(), SeatsError> {
    let locked = sqlx::query_scalar!(
        "select seat_no from performance_seats
         where performance_id = $1 and seat_no = any($2) order by seat_no for update",
        performance.0,
        seats
    );
    locked.fetch_all(&mut *conn).await?;
    let claimed = sqlx::query_scalar!(
        "update performance_seats set state = 'claimed', order_id = $3, version = version + 1
         where performance_id = $1 and seat_no = any($2)
           and (state = 'free' or order_id = $3)
         returning seat_no",
        performance.0,
        seats,
        order.0
    );
    let claimed = claimed.fetch_all(conn).await?;
    let taken: Vec<SeatNo> = seats.iter().copied().filter(|seat| !claimed.contains(seat)).collect();
    if taken.is_empty() { Ok(()) } else { Err(SeatsError::Taken { seats: taken }) }
}

/// Locks an order's seats, in seat order.
async fn lock(
    conn: &mut PgConnection,
    performance: PerformanceId,
    order: OrderId,
) -> sqlx::Result<Vec<SeatNo>> {
    sqlx::query_scalar!(
        "select seat_no from performance_seats
         where performance_id = $1 and order_id = $2 order by seat_no for update",
        performance.0,
        order.0
    )
    .fetch_all(conn)
    .await
}

/// Moves all seats of an order from one state to another; they stay the order's.
pub(super) async fn advance(
    conn: &mut PgConnection,
    performance: PerformanceId,
    order: OrderId,
    from: &'static str,
    to: &'static str,
) -> Result<Vec<SeatNo>, SeatsError> {
    let locked = lock(&mut *conn, performance, order).await?;
    let moved = sqlx::query_scalar!(
        "update performance_seats set state = $4, version = version + 1
         where performance_id = $1 and order_id = $2 and state = $3 returning seat_no",
        performance.0,
        order.0,
        from,
        to
    );
    let moved = moved.fetch_all(conn).await?;
    if moved.is_empty() || moved.len() != locked.len() {
        return Err(SeatsError::NotInState { order, wanted: from });
    }
    Ok(locked)
}

/// Frees whatever seats an order has.
pub(super) async fn free(
    conn: &mut PgConnection,
    performance: PerformanceId,
    order: OrderId,
) -> Result<Vec<SeatNo>, SeatsError> {
    let locked = lock(&mut *conn, performance, order).await?;
    sqlx::query!(
        "update performance_seats set state = 'free', order_id = null, version = version + 1
         where performance_id = $1 and order_id = $2",
        performance.0,
        order.0
    )
    .execute(conn)
    .await?;
    Ok(locked)
}

/// The hold epoch, and the offset that tests give the clock; `None` without such a performance.
pub(super) async fn standing(
    db: impl PgExecutor<'_>,
    performance: PerformanceId,
) -> sqlx::Result<Option<Standing>> {
    sqlx::query_as!(
        Standing,
        r#"select hold_epoch as epoch,
                  coalesce((select value::bigint from frontrow_settings
                            where name = 'clock_offset_ms'), 0) as "offset_ms!"
           from performances where id = $1"#,
        performance.0
    )
    .fetch_optional(db)
    .await
}

/// Raises the hold epoch: every hold of before is void.
pub(super) async fn raise_epoch(
    conn: &mut PgConnection,
    performance: PerformanceId,
) -> sqlx::Result<()> {
    let raise = sqlx::query!(
        "update performances set hold_epoch = hold_epoch + 1 where id = $1",
        performance.0
    );
    raise.execute(conn).await.map(|_| ())
}

/// Waits until this transaction alone may rebuild the performance, on any replica. One that
/// freezes with the lock loses it after half a minute.
pub(super) async fn lock_rebuild(
    conn: &mut PgConnection,
    performance: PerformanceId,
) -> sqlx::Result<()> {
    let text = format!("rebuild {performance}");
    sqlx::query!(
        "select set_config('idle_in_transaction_session_timeout', '30s', true),
                pg_advisory_xact_lock(hashtextextended($1, 0))",
        text
    )
    .fetch_one(conn)
    .await
    .map(|_| ())
}

/// All seats of a performance, in seat order.
pub(super) async fn all_seats(
    db: impl PgExecutor<'_>,
    performance: PerformanceId,
) -> sqlx::Result<Vec<Projected>> {
    let rows = sqlx::query!(
        "select seat_no, version, state from performance_seats
         where performance_id = $1 order by seat_no",
        performance.0
    );
    let rows = rows.fetch_all(db).await?;
    let seat = |seat, version, state: &str| Projected { seat, version, state: shown(state) };
    Ok(rows.iter().map(|row| seat(row.seat_no, row.version, &row.state)).collect())
}

/// Some seats of a performance as they are now.
pub(super) async fn seats_now(
    pool: &PgPool,
    performance: PerformanceId,
    seats: &[SeatNo],
) -> sqlx::Result<Vec<Projected>> {
    let rows = sqlx::query!(
        "select seat_no, version, state from performance_seats
         where performance_id = $1 and seat_no = any($2)",
        performance.0,
        seats
    );
    let rows = rows.fetch_all(pool).await?;
    let seat = |seat, version, state: &str| Projected { seat, version, state: shown(state) };
    Ok(rows.iter().map(|row| seat(row.seat_no, row.version, &row.state)).collect())
}

/// Performances with seats that Redis is not known to have.
pub(super) async fn behind(pool: &PgPool) -> sqlx::Result<Vec<PerformanceId>> {
    let rows = sqlx::query_scalar!(
        "select distinct performance_id from performance_seats where version > projected_version"
    );
    Ok(rows.fetch_all(pool).await?.into_iter().map(PerformanceId).collect())
}

/// Those seats of one of them, at most `limit`.
pub(super) async fn unprojected(
    pool: &PgPool,
    performance: PerformanceId,
    limit: i64,
) -> sqlx::Result<Vec<Projected>> {
    let rows = sqlx::query!(
        "select seat_no, version, state from performance_seats
         where performance_id = $1 and version > projected_version order by seat_no limit $2",
        performance.0,
        limit
    );
    let rows = rows.fetch_all(pool).await?;
    let seat = |seat, version, state: &str| Projected { seat, version, state: shown(state) };
    Ok(rows.iter().map(|row| seat(row.seat_no, row.version, &row.state)).collect())
}

/// Notes that Redis has these versions. Rows that a sale has locked are left for the next
/// round: waiting for them in another order than the sale's could end in a deadlock.
pub(super) async fn mark_projected(
    db: impl PgExecutor<'_>,
    performance: PerformanceId,
    seats: &[Projected],
) -> sqlx::Result<()> {
    let (numbers, versions): (Vec<SeatNo>, Vec<i64>) =
        seats.iter().map(|seat| (seat.seat, seat.version)).unzip();
    sqlx::query!(
        r#"with known as (
             select n as seat_no, v as version from unnest($2::int[], $3::bigint[]) as k (n, v)
           ), unlocked as (
             select s.seat_no, k.version from performance_seats s join known k using (seat_no)
             where s.performance_id = $1 and s.projected_version < k.version
             order by s.seat_no for no key update of s skip locked
           )
           update performance_seats s set projected_version = u.version
           from unlocked u where s.performance_id = $1 and s.seat_no = u.seat_no"#,
        performance.0,
        &numbers,
        &versions
    )
    .execute(db)
    .await
    .map(|_| ())
}

/// What is being sold, or was until an hour ago: holds of it may be alive.
pub(super) async fn on_sale(pool: &PgPool) -> sqlx::Result<Vec<(PerformanceId, SaleId)>> {
    let rows = sqlx::query!(
        "select s.id, s.performance_id from sales s join performances p on p.id = s.performance_id
         where p.published_at is not null
           and coalesce(s.presale_opens_at, s.general_opens_at) <= frontrow_now()
           and s.closes_at > frontrow_now() - interval '1 hour'"
    );
    let rows = rows.fetch_all(pool).await?;
    Ok(rows.into_iter().map(|row| (PerformanceId(row.performance_id), SaleId(row.id))).collect())
}

/// How many seats a performance has.
pub(super) async fn count(
    db: impl PgExecutor<'_>,
    performance: PerformanceId,
) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        r#"select count(*)::int as "count!" from performance_seats where performance_id = $1"#,
        performance.0
    )
    .fetch_one(db)
    .await
}

/// Counts the seats of a performance by state.
pub(super) async fn counts(
    conn: &mut PgConnection,
    performance: PerformanceId,
) -> sqlx::Result<SeatCounts> {
    sqlx::query_as!(
        SeatCounts,
        r#"select count(*) filter (where state = 'free') as "free!",
                  count(*) filter (where state in ('reserved', 'claimed')) as "reserved!",
                  count(*) filter (where state = 'sold') as "sold!",
                  count(*) filter (where state in ('returning', 'blocked')) as "blocked!",
                  count(*) as "total!"
           from performance_seats where performance_id = $1"#,
        performance.0
    )
    .fetch_one(conn)
    .await
}
