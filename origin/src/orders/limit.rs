//! How many seats of a performance one person may buy: a row that counts.

use frontrow_shared::id::{AccountId, PerformanceId};
use sqlx::{PgConnection, PgPool};

/// Adds `seats` to the person's count. False, and nothing added, when that would be more than
/// `most`.
pub(super) async fn take(
    conn: &mut PgConnection,
    performance: PerformanceId,
    account: AccountId,
    seats: i32,
    most: i16,
) -> sqlx::Result<bool> {
    let taken = sqlx::query!(
        "insert into buyer_limits as l (performance_id, account_id, seats)
         select $1, $2, $3 where $3 <= $4::integer
         on conflict (performance_id, account_id) do update
           set seats = l.seats + excluded.seats
           where l.seats + excluded.seats <= $4::integer",
        performance.0,
        account.0,
        seats,
        i32::from(most),
    )
    .execute(conn)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Takes `seats` off the person's count again.
pub(super) async fn give_back(
    conn: &mut PgConnection,
    performance: PerformanceId,
    account: AccountId,
    seats: i32,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update buyer_limits set seats = seats - $3 where performance_id = $1 and account_id = $2",
        performance.0,
        account.0,
        seats,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The person's count, for a first look before anything is changed.
pub(super) async fn count(
    pool: &PgPool,
    performance: PerformanceId,
    account: AccountId,
) -> sqlx::Result<i32> {
    let seats = sqlx::query_scalar!(
        "select seats from buyer_limits where performance_id = $1 and account_id = $2",
        performance.0,
        account.0,
    );
    Ok(seats.fetch_optional(pool).await?.unwrap_or(0))
}
