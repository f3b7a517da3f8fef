//! The two stores: those that `REDIS_URL` and `DATABASE_URL` name, else own ones on free ports.

mod postgres;
mod redis;
mod redis_wire;

pub(crate) use postgres::Postgres;
pub(crate) use redis::{Mode, Redis};

use crate::checkout::{dev_folder, made};
use crate::interrupt;
use anyhow::{Context, Result, bail};
use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// Whether a store's data must outlive a crash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Data, and a password, that stay for the next start.
    Data,
    /// Quick, open to this machine's users, and thrown away: for tests.
    Nothing,
}

/// The two stores of `cargo xtask dev`, running as long as this lives.
pub(crate) struct Stores {
    /// Where PostgreSQL listens.
    pub(crate) database_url: String,
    /// Where Redis listens.
    pub(crate) redis_url: String,
    own_postgres: Option<Postgres>,
    own_redis: Option<Redis>,
    _alone: File,
}

impl Stores {
    /// Starts the stores that the environment does not name. `fresh` throws their data away first.
    pub(crate) fn start(fresh: bool) -> Result<Self> {
        let alone = alone(&dev_folder()?)?;
        let folder = dev_folder()?;
        let named = |name: &str| env::var(name).ok().filter(|url| !url.is_empty());
        let (database, redis) = (named("DATABASE_URL"), named("REDIS_URL"));
        if fresh && (database.is_some() || redis.is_some()) {
            bail!("--fresh empties own stores only: empty DATABASE_URL and REDIS_URL yourself");
        }
        let (mut own_redis, mut own_postgres) = (None, None);
        let redis_url = match redis {
            Some(url) => url,
            None => {
                let redis = Redis::start(&folder, "redis", Mode::Plain, Keep::Data, fresh)?;
                own_redis.insert(redis).url().to_owned()
            }
        };
        let database_url = match database {
            Some(url) => url,
            None => {
                let postgres = Postgres::start(&folder, Keep::Data, fresh)?;
                own_postgres.insert(postgres).url().to_owned()
            }
        };
        Ok(Self { database_url, redis_url, own_postgres, own_redis, _alone: alone })
    }

    /// # Errors
    /// When an own store has ended by itself.
    pub(crate) fn alive(&mut self) -> Result<()> {
        if let Some(redis) = &mut self.own_redis {
            redis.alive()?;
        }
        self.own_postgres.as_mut().map_or(Ok(()), Postgres::alive)
    }
}

/// `cargo xtask stores`: both stores until Ctrl-C, and the lines that name them.
pub(crate) fn keep_running(fresh: bool) -> Result<()> {
    let mut stores = Stores::start(fresh)?;
    say!("export DATABASE_URL={}", stores.database_url);
    say!("export REDIS_URL={}", stores.redis_url);
    say!("Ctrl-C stops them.");
    while !interrupt::asked() {
        stores.alive()?;
        sleep(Duration::from_millis(200));
    }
    Ok(())
}

/// Claims a folder of running data for this process.
///
/// # Errors
/// When another process has it.
pub(crate) fn alone(folder: &Path) -> Result<File> {
    let path = made(folder.to_path_buf())?.join("lock");
    let file = File::create(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!(
            "another `cargo xtask` uses {} at this moment: stop it first (Ctrl-C there)",
            folder.display()
        ),
        Err(TryLockError::Error(error)) => Err(error).context("cannot lock the folder"),
    }
}

/// Empties a folder when it is dropped: data that was for tests only.
struct Emptied(PathBuf);

impl Drop for Emptied {
    fn drop(&mut self) {
        // What stays is thrown away at the next start.
        let _ = thrown_away(&self.0);
    }
}

/// Empties a folder that is there.
fn thrown_away(folder: &PathBuf) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    Ok(())
}
