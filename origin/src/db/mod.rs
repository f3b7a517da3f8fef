//! PostgreSQL: the pool, the migrations, and how constraint violations are named.
//!
//! The service of a use case owns its transaction; other capabilities' functions take
//! `&mut PgConnection`. Locks are taken in one order everywhere, so that no two transactions
//! can wait for each other: order → performance_seats by seat_no → grant → buyer limit →
//! attempt. A statement that waited for a lock is not re-checked by PostgreSQL: lock first,
//! compare in a second statement.

mod moves;

use std::time::Duration;

use anyhow::Context as _;
use sqlx::migrate::Migrate as _;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection as _, PgPool};

use crate::config::{DatabaseConfig, StoreConfig};

pub use moves::{IllegalMove, MoveError};

/// The schema, in order.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// How long a request waits for a connection before it is told that the service is busy.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);

/// How long a connection may have rested and still be used without being tested.
const IDLE_UNTESTED: Duration = Duration::from_secs(1);

/// A pool that connects when it is first used, so that the core starts, and says that it is
/// not ready, while PostgreSQL is away.
///
/// # Errors
/// An address that cannot be read.
pub fn connect(config: &StoreConfig) -> sqlx::Result<PgPool> {
    PgPoolOptions::new()
        .max_connections(config.db_connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        // A connection was tested when it was given back; to ask again at once would be one round
        // trip more for every statement outside of a transaction.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > IDLE_UNTESTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_lazy(config.database_url.expose())
}

/// One connection, for a command that runs and ends.
///
/// # Errors
/// An address that cannot be read.
pub fn connect_once(config: &DatabaseConfig) -> anyhow::Result<PgPool> {
    PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_lazy(config.database_url.expose())
        .context("DATABASE_URL cannot be used; give postgres://user:password@host/name")
}

/// Brings the schema up to date; does nothing when it is.
///
/// # Errors
/// A database that does not answer, or a migration that fails, with its name.
pub async fn migrate(config: &DatabaseConfig) -> anyhow::Result<()> {
    let pool = connect_once(config)?;
    MIGRATOR.run(&pool).await.context("the schema could not be brought up to date")?;
    tracing::info!(migrations = MIGRATOR.iter().count(), "the schema is up to date");
    Ok(())
}

/// How many migrations of this version the database has not had, or has had otherwise. A newer
/// database than this version is none of them.
///
/// # Errors
/// A database that does not answer, or that was never migrated.
pub async fn outstanding(pool: &PgPool) -> anyhow::Result<usize> {
    let mut conn = pool.acquire().await?;
    let applied = conn.list_applied_migrations(&MIGRATOR.table_name).await?;
    let had = |wanted: &sqlx::migrate::Migration| {
        applied.iter().any(|one| one.version == wanted.version && one.checksum == wanted.checksum)
    };
    Ok(MIGRATOR.iter().filter(|wanted| !had(wanted)).count())
}

/// Whether `error` is the violation of the constraint or unique index `name`.
#[must_use]
pub fn violates(error: &sqlx::Error, name: &str) -> bool {
    error.as_database_error().and_then(|error| error.constraint()) == Some(name)
}

/// Whether `error` says that another row points to what was to be deleted.
#[must_use]
pub fn is_pointed_to(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.is_foreign_key_violation())
}

/// Whether `error` says that PostgreSQL is away or has no connection to spare, rather than
/// that it refused what was asked.
#[must_use]
pub fn is_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        // 57P0x: shutting down or starting up; 53xxx: out of connections or memory.
        sqlx::Error::Database(error) => {
            error.code().is_some_and(|code| code.starts_with("57P0") || code.starts_with("53"))
        }
        _ => false,
    }
}
