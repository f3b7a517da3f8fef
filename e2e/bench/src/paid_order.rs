//! Buying: hold, order, attempt, and the return from Toss that confirms, at the core with both
//! stores and toss-sim behind it; against the same SQL under pgbench.
//!
//! What the buyer and Toss do between attempt and return is not ours and is not counted: a round
//! makes all attempts, then everybody authorises, then everybody comes back.

mod buying;
mod pgbench;
mod recording;
mod replay;

use anyhow::{Result, ensure};
use sqlx::{AssertSqlSafe, PgPool, Row as _};

use crate::buyer::{Buyer, Edge};
use crate::report;
use crate::rounds::Rounds;
use crate::show::{self, Show};

/// Orders in one round, of two seats each, one a buyer.
const ORDERS: usize = 300;
/// Orders before anything counts.
const WARM_UP: usize = 60;
/// What must hold in the books at any moment; a row is a breach.
const BREACHES: &str = include_str!("../../journeys/books/agree.sql");

/// Runs the bench.
pub(crate) async fn run() -> Result<()> {
    let (db, edge) = (show::database("DATABASE_URL").await?, Edge::new()?);
    buying::round(&db, &edge, WARM_UP).await?;
    let recorded = recording::of_two_orders(&db, &edge).await?;
    let script = replay::script(&recorded)?;
    let statements = recorded.len();
    let pgbench = pgbench::Pgbench::new(&script).await?;
    let mut done = 0;
    let rounds = Rounds::run(
        async || pgbench.round(ORDERS * 4, &mut done).await,
        async || buying::round(&db, &edge, ORDERS).await,
    )
    .await?;
    let (orders, breaches) = books(&db).await?;
    ensure!(breaches.is_empty(), "the books contradict each other: {breaches:?}");
    report::figure("paid_order", "orders", &rounds);
    let sentence = format!(
        "{statements} statements an order; {orders} orders paid, the books agree, no seat sold twice"
    );
    report::note("paid_order", &sentence);
    Ok(())
}

/// How many orders are confirmed, and what is wrong.
async fn books(db: &PgPool) -> Result<(i64, Vec<String>)> {
    let orders = sqlx::query_scalar("select count(*) from orders where state = 'confirmed'");
    let breaches = sqlx::query(AssertSqlSafe(BREACHES)).fetch_all(db).await?;
    let told = |row: &sqlx::postgres::PgRow| {
        Ok(format!("{}: {}", row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?))
    };
    let breaches = breaches.iter().map(told).collect::<sqlx::Result<_>>()?;
    Ok((orders.fetch_one(db).await?, breaches))
}

/// Somebody to buy two seats.
struct Order {
    buyer: Buyer,
    show: Show,
    seats: [usize; 2],
}
