//! Which payments are read back though nobody spoke of them: each that paid for a show which is
//! still to come, or was lately, once a day.

use frontrow_shared::id::AttemptId;
use sqlx::PgPool;

/// How long after its show a payment is still compared, in days: returns are made until then.
const AFTER_SHOW_DAYS: i32 = 7;

/// Takes up to `limit` payments whose day is over; no two replicas have the same.
///
/// # Errors
/// What PostgreSQL says.
pub async fn take(pool: &PgPool, limit: i64) -> sqlx::Result<Vec<AttemptId>> {
    let ids = sqlx::query_scalar!(
        "update payment_attempts a set compared_at = frontrow_now()
         from (select a.id from payment_attempts a
                 join orders o on o.id = a.order_id
                 join performances p on p.id = o.performance_id
               where a.state = 'captured' and o.state in ('confirmed', 'needs_review')
                 and (a.compared_at is null or a.compared_at <= frontrow_now() - interval '1 day')
                 and p.starts_at > frontrow_now() - make_interval(days => $2)
               order by a.compared_at nulls first limit $1 for update of a skip locked) due
         where a.id = due.id returning a.id",
        limit,
        AFTER_SHOW_DAYS,
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
