//! Which payments are read back though nobody spoke of them: each that paid for a show which is
//! still to come, or was lately, once a day.

use frontrow_shared::id::AttemptId;
use sqlx::PgPool;

/// How long after its show a payment is still compared, in days: returns are made until then.
const AFTER_SHOW_DAYS: i32 = 7;

/// How many payments one round looks at. Those whose show or order is over are put aside for good,
/// so that no round walks through all that was ever sold.
const LOOKED_AT: i64 = 200;

/// Takes up to `limit` payments whose day is over; no two replicas have the same.
///
/// # Errors
/// What PostgreSQL says.
pub async fn take(pool: &PgPool, limit: i64) -> sqlx::Result<Vec<AttemptId>> {
    let ids = sqlx::query_scalar!(
        // Two looks, each at one range of the index; the clock is volatile, so it is read beforehand.
        "with unseen as materialized (
           select id, order_id, compared_at from payment_attempts
           where state = 'captured' and compared_at is null
           limit $3 for update skip locked
         ), old as materialized (
           select id, order_id, compared_at from payment_attempts
           where state = 'captured' and compared_at <= (select frontrow_now() - interval '1 day')
           order by compared_at limit $3 for update skip locked
         ), oldest as (
           select * from unseen union all select * from old
         ), judged as (
           select a.id, a.compared_at,
                  o.state in ('confirmed', 'needs_review')
                    and p.starts_at > frontrow_now() - make_interval(days => $2) as due
           from oldest a
           join orders o on o.id = a.order_id
           join performances p on p.id = o.performance_id
         ), put_aside as (
           update payment_attempts a set compared_at = 'infinity'
           from judged j where a.id = j.id and not j.due
         )
         update payment_attempts a set compared_at = frontrow_now()
         from (select id from judged where due order by compared_at nulls first limit $1) j
         where a.id = j.id returning a.id",
        limit,
        AFTER_SHOW_DAYS,
        LOOKED_AT,
    );
    Ok(ids.fetch_all(pool).await?.into_iter().map(AttemptId).collect())
}

/// There was no answer: it comes again in an hour.
///
/// # Errors
/// What PostgreSQL says.
pub async fn again(pool: &PgPool, attempt: AttemptId) -> sqlx::Result<()> {
    sqlx::query!(
        "update payment_attempts set compared_at = frontrow_now() - interval '23 hours'
         where id = $1",
        attempt.0,
    )
    .execute(pool)
    .await?;
    Ok(())
}
