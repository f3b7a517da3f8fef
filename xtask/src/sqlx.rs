//! `.sqlx/`: what PostgreSQL says of each checked query, so that builds need no database. The
//! macros write it themselves while they compile against a migrated one.

use crate::checkout::{dev_folder, made, root};
use crate::command::{command, output, run};
use crate::dev::target_folder;
use crate::fingerprint;
use crate::step::step;
use crate::stores::{Keep, Postgres, alone};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What the queries' answers hang on.
const SOURCES: [&str; 6] =
    ["origin/src", "origin/tests", "migrations", ".sqlx", "shared/src", "Cargo.lock"];
/// Where the roots of the core's crates are: its library, its program, its tests.
const CRATE_ROOTS: [&str; 4] = [
    "origin/src/lib.rs",
    "origin/src/main.rs",
    "origin/tests/it/main.rs",
    "origin/tests/lua/main.rs",
];
/// Tables and columns without a comment.
const UNEXPLAINED: &str = "\
    select c.relname || coalesce('.' || a.attname, '') from pg_class c
    left join pg_attribute a on a.attrelid = c.oid and a.attnum >= 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
      and col_description(c.oid, a.attnum) is null
      and (a.attnum > 0 or obj_description(c.oid, 'pg_class') is null)
    order by 1";

/// A query's file name and text.
type Queries = BTreeMap<String, Vec<u8>>;

/// `cargo xtask sqlx`: writes `.sqlx/` anew, or with `check` only compares.
pub(crate) fn prepare(check: bool) -> Result<()> {
    let stamp = target_folder().join("sqlx-checked");
    if check && fingerprint::is_stamped(&stamp, &fingerprint::of(&SOURCES, ())?) {
        say!("  nothing changed since .sqlx/ was checked");
        return Ok(());
    }
    let folder = dev_folder()?.join("sqlx");
    let _alone = alone(&folder)?;
    let postgres = Postgres::start(&folder, Keep::Nothing, true)?;
    step("migrations", |_| migrate(&postgres))?;
    let (old, new) = (read(&kept())?, described(&postgres)?);
    if old == new {
        say!("  .sqlx/ is up to date ({} queries)", new.len());
    } else if check {
        bail!(".sqlx/ is not what the queries are now: run `cargo xtask sqlx` and commit it");
    } else {
        write(&old, &new)?;
        say!("  .sqlx/ written ({} queries)", new.len());
    }
    fs::write(&stamp, fingerprint::of(&SOURCES, ())?).context("cannot write into target/")
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
    let unexplained = output(postgres.psql("frontrow").args(["-At", "-c", UNEXPLAINED]))?;
    if !unexplained.is_empty() {
        bail!("tables and columns without a comment: {}", unexplained.replace('\n', ", "));
    }
    Ok(())
}

/// Compiles the core against the database, so that the macros write what they learn.
fn described(postgres: &Postgres) -> Result<Queries> {
    let folder = made(target_folder().join("sqlx-queries"))?;
    fs::remove_dir_all(&folder)?;
    fs::create_dir(&folder)?;
    step("queries against PostgreSQL", |step| {
        // The compiler does not know that the macros look at a database: the files seem new to it,
        // but only now, or every other build would compile them again.
        let there = CRATE_ROOTS.map(|file| root().join(file)).into_iter().filter(|f| f.is_file());
        let files = there.map(File::open).collect::<Result<Vec<_>, _>>()?;
        let mut dates = Vec::new();
        for file in &files {
            dates.push(file.metadata()?.modified()?);
            file.set_modified(SystemTime::now())?;
        }
        let mut check = command("cargo");
        check
            .args(["check", "--package", "frontrow", "--all-targets"])
            .env("DATABASE_URL", postgres.url())
            .env("SQLX_OFFLINE", "false")
            .env("SQLX_OFFLINE_DIR", &folder);
        let done = run(step, &mut check);
        for (file, date) in files.iter().zip(dates) {
            file.set_modified(date)?;
        }
        done
    })?;
    read(&folder)
}

fn read(folder: &Path) -> Result<Queries> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .map(|entry| {
            let entry = entry?;
            let name = entry.file_name().into_string().ok().context("a file's name in .sqlx/")?;
            Ok((name, fs::read(entry.path())?))
        })
        .collect()
}

fn write(old: &Queries, new: &Queries) -> Result<()> {
    made(kept())?;
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        fs::remove_file(kept().join(name))?;
    }
    for (name, text) in new {
        fs::write(kept().join(name), text)?;
    }
    Ok(())
}
