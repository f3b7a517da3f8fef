//! PostgreSQL's own load program, run over the recorded statements.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
use sqlx::{AssertSqlSafe, PgPool};
use tokio::process::Command;

use super::replay::Script;
use crate::show::{self, Show};
use crate::surroundings;

/// Sessions: as many as the core's pool has.
const CLIENTS: usize = 20;
/// People that each session has for itself, in all rounds together.
const PEOPLE_EACH: usize = 2_000;

/// The limit, in a database of its own.
pub(super) struct Pgbench {
    url: String,
    file: PathBuf,
    db: PgPool,
}

impl Pgbench {
    /// Writes the script, and the people that it speaks of.
    pub(super) async fn new(script: &Script) -> Result<Self> {
        let url = surroundings::named("BENCH_LIMIT_DATABASE_URL")?;
        let db = show::database("BENCH_LIMIT_DATABASE_URL").await?;
        let file = PathBuf::from(surroundings::named("BENCH_FOLDER")?).join("paid_order.sql");
        fs::write(&file, script.text()).context("no place for the script")?;
        let people = format!(
            "insert into accounts (id, email, password_hash, name)
             select {}, n || '@example.com', '-', '-' from generate_series(0, {}) n",
            script.person("n"),
            CLIENTS * PEOPLE_EACH
        );
        sqlx::raw_sql(AssertSqlSafe(people)).execute(&db).await.context("no people")?;
        Ok(Self { url, file, db })
    }

    /// At least so many orders on a show of their own; how many a second.
    pub(super) async fn round(&self, orders: usize, done: &mut usize) -> Result<f64> {
        let show = Show::open(&self.db).await?;
        let each = orders.div_ceil(CLIENTS);
        ensure!(*done + each < PEOPLE_EACH, "the people have all bought");
        let variables = [
            format!("performance={}", show.performance.0),
            format!("sale={}", show.sale.0),
            format!("people={PEOPLE_EACH}"),
            format!("each={each}"),
            format!("before={done}"),
            "n=-1".to_owned(),
        ];
        *done += each;
        let mut command = Command::new(surroundings::named("BENCH_PGBENCH")?);
        command.args(["--no-vacuum", "--protocol=prepared", "--jobs=1", "--file"]).arg(&self.file);
        command.args([format!("--client={CLIENTS}"), format!("--transactions={each}")]);
        command.args(variables.map(|variable| format!("--define={variable}"))).arg(&self.url);
        let output = command.stdin(Stdio::null()).kill_on_drop(true).output().await?;
        let told = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "pgbench: {errors}");
        let sold = sqlx::query_scalar(
            "select count(*) from performance_seats where performance_id = $1 and state = 'sold'",
        );
        let sold: i64 = sold.bind(show.performance.0).fetch_one(&self.db).await?;
        let wanted = i64::try_from(each * CLIENTS * 2)?;
        ensure!(sold == wanted, "the limit sold {sold} seats instead of {wanted}: {errors}");
        let pace = told.lines().find_map(|line| line.strip_prefix("tps = "));
        let pace = pace.and_then(|line| line.split(' ').next()).context("pgbench tells no pace")?;
        Ok(pace.parse()?)
    }
}
