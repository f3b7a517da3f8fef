//! `.sqlx/`: what PostgreSQL says of each checked query, so that builds need no database. The
//! macros write it themselves while they compile against a migrated one.

use crate::checkout::{dev_folder, made, root};
use crate::command::{command, output, run};
use crate::step::step;
use crate::stores::{Keep, Postgres, alone};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A query's file name and text.
type Queries = BTreeMap<String, Vec<u8>>;

/// `cargo xtask sqlx`: writes `.sqlx/` anew, or with `check` only compares.
pub(crate) fn prepare(check: bool) -> Result<()> {
    let folder = dev_folder()?.join("sqlx");
    let _alone = alone(&folder)?;
    let postgres = Postgres::start(&folder, Keep::Nothing, true)?;
    prepare_with(&postgres, check)
}

/// [`prepare`] with a PostgreSQL that runs already; its own database must not be migrated yet.
pub(crate) fn prepare_with(postgres: &Postgres, check: bool) -> Result<()> {
    step("migrations", |_| migrate(postgres))?;
    let new = made(root().join("target/sqlx-queries"))?;
    fs::remove_dir_all(&new)?;
    fs::create_dir(&new)?;
    step("queries against PostgreSQL", |step| {
        // The compiler does not know that the macros look at a database.
        for file in ["origin/src/lib.rs", "origin/src/main.rs"] {
            File::open(root().join(file))?.set_modified(SystemTime::now())?;
        }
        let mut check = command("cargo");
        check
            .args(["check", "--package", "frontrow", "--all-targets"])
            .env("DATABASE_URL", postgres.url())
            .env("SQLX_OFFLINE", "false")
            .env("SQLX_OFFLINE_DIR", &new);
        run(step, &mut check)
    })?;
    let (old, new) = (queries(&kept())?, queries(&new)?);
    if old == new {
        println!("  .sqlx/ is up to date ({} queries)", new.len());
        return Ok(());
    }
    if check {
        bail!(".sqlx/ is not what the queries are now: run `cargo xtask sqlx` and commit it");
    }
    made(kept())?;
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        fs::remove_file(kept().join(name))?;
    }
    for (name, text) in &new {
        fs::write(kept().join(name), text)?;
    }
    println!("  .sqlx/ written ({} queries)", new.len());
    Ok(())
}

fn kept() -> PathBuf {
    root().join(".sqlx")
}

/// Applies `migrations/` in their order; the core's own way needs the core compiled first.
fn migrate(postgres: &Postgres) -> Result<()> {
    let mut files: Vec<_> = fs::read_dir(root().join("migrations"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.retain(|file| {
        let name = file.to_string_lossy();
        name.ends_with(".sql") && !name.ends_with(".down.sql")
    });
    files.sort();
    for file in files {
        output(postgres.psql("frontrow").arg("-f").arg(&file))?;
    }
    Ok(())
}

fn queries(folder: &Path) -> Result<Queries> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .map(|entry| {
            let entry = entry?;
            let name = entry.file_name().into_string().ok().context("a file's name in .sqlx/")?;
            Ok((name, fs::read(entry.path())?))
        })
        .collect()
}
