//! The demo: a small world to look at and to test against, made by `frontrow seed-demo`.
//!
//! Everything has a fixed id, so that seeding twice makes nothing twice, and scripts know the
//! ids beforehand. The passwords are public: never seed a system where money is real.

mod arena;
mod coupons;
mod hall;
mod people;
mod report;
mod shape;
mod shows;

use clap::Args;
use sqlx::PgPool;
use time::Duration;
use uuid::Uuid;

use crate::accounts::hashing::PasswordHasher;
use crate::catalog::entries::SalePatch;
use crate::catalog::staff_sales_service;
use crate::config::StoreConfig;
use crate::db;

pub use report::Report;

/// What `frontrow seed-demo` is told.
#[derive(Debug, Clone, Args)]
pub struct DemoConfig {
    /// Where to.
    #[command(flatten)]
    pub stores: StoreConfig,

    /// How many buyers may choose seats at once; 100 when the demo is made. Given again, it
    /// changes the sale.
    #[arg(long)]
    pub cap: Option<i32>,

    /// Seconds until the first show goes on sale; at once when the demo is made. Given again,
    /// it moves the opening.
    #[arg(long, value_name = "SECONDS")]
    pub opens_in: Option<i64>,

    /// Print JSON instead of a table.
    #[arg(long)]
    pub json: bool,
}

/// Makes what is missing of the demo, in one transaction, and says what there is.
///
/// # Errors
/// A database that does not answer or has no schema; a cap or opening that cannot be.
pub async fn seed(config: &DemoConfig) -> anyhow::Result<Report> {
    let pool = db::connect(&config.stores)?;
    let report = seed_into(&pool, config.cap, config.opens_in).await?;
    pool.close().await;
    Ok(report)
}

/// The same for an open pool.
///
/// # Errors
/// As [`seed`].
pub async fn seed_into(
    pool: &PgPool,
    cap: Option<i32>,
    opens_in: Option<i64>,
) -> anyhow::Result<Report> {
    let hasher = PasswordHasher::new(1)?;
    let mut tx = pool.begin().await?;
    // Two seeders at once: the second waits and finds everything made.
    sqlx::query!("select pg_advisory_xact_lock(hashtext('frontrow seed-demo'))")
        .execute(&mut *tx)
        .await?;
    let now = sqlx::query_scalar!(r#"select frontrow_now() as "now!""#).fetch_one(&mut *tx).await?;
    people::add(&mut tx, &hasher).await?;
    shows::add(&mut tx, now).await?;
    coupons::add(&mut tx, now).await?;
    tx.commit().await?;
    let opens_at = opens_in.map(|seconds| now + Duration::seconds(seconds));
    if cap.is_some() || opens_at.is_some() {
        let patch = SalePatch { cap, general_opens_at: opens_at, ..SalePatch::default() };
        staff_sales_service::change_sale(pool, shows::ARENA.sale, None, patch).await?;
    }
    Ok(Report::new())
}

/// The fixed id of the `n`th thing of the demo, in the form of a UUIDv7.
const fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0000 | n)
}
