//! What stands around the benches: started when one first asks for it, ended with the run.

use super::Bench;
use super::figures::Figures;
use super::{plain, servers, workerd};
use crate::command::{command, output, run};
use crate::dev::target_folder;
use crate::process::Part;
use crate::step::step;
use crate::stores::{Keep, Mode, Postgres, Redis};
use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::process::Command;

/// Environment variables for the benches and for each other.
#[derive(Default)]
pub(crate) struct Variables(Vec<(String, String)>);

impl Variables {
    pub(crate) fn set(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    pub(crate) fn give(&self, command: &mut Command) {
        command.envs(self.0.iter().map(|(name, value)| (name, value)));
    }

    pub(crate) fn get(&self, name: &str) -> Result<&str> {
        let found = self.0.iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str()).with_context(|| format!("{name} is not there yet"))
    }
}

/// Set where benches begin with ours alone.
pub(super) const ALONE: &str = "BENCH_ALONE";

/// Brought so far; dropped in this order.
pub(crate) struct Parts {
    workerd: Option<Part>,
    bare_hold: Option<Part>,
    core: Option<Part>,
    toss: Option<Part>,
    postgres: Option<Postgres>,
    redis: Option<Redis>,
    variables: Variables,
    folder: PathBuf,
    programs: PathBuf,
}

impl Parts {
    /// Builds the programs as production runs them; data will be below `folder`. `alone`: each bench
    /// begins with ours alone, to be looked at by a profiler.
    pub(crate) fn built(folder: PathBuf, alone: bool) -> Result<Self> {
        step("core, toss-sim and benches, in release", |step| {
            let mut build = command("cargo");
            build.args(["build", "--release", "--bins"]);
            build.args(["-p", "frontrow", "-p", "toss-sim", "-p", "frontrow-bench"]);
            run(step, &mut build)?;
            step.result("built");
            Ok(())
        })?;
        let programs = target_folder().join("release");
        let mut variables = Variables::default();
        let keys = output(command(programs.join("frontrow-bench")).arg("core_keys"))?;
        for (name, value) in keys.lines().filter_map(|line| line.split_once('=')) {
            variables.set(name, value.to_owned());
        }
        if alone {
            variables.set(ALONE, "1".to_owned());
        }
        variables.set("BENCH_FOLDER", folder.display().to_string());
        let (workerd, bare_hold, core, toss, postgres, redis) = Default::default();
        Ok(Self { workerd, bare_hold, core, toss, postgres, redis, variables, folder, programs })
    }

    /// The program of the benches.
    pub(crate) fn program(&self) -> PathBuf {
        self.programs.join("frontrow-bench")
    }

    /// Says what a profiler can be attached to, where one is meant to be.
    pub(crate) fn say_processes(&self) {
        if self.variables.get(ALONE).is_err() {
            return;
        }
        for (name, part) in [("core", &self.core), ("workerd", &self.workerd)] {
            if let Some(part) = part {
                say!("  {name} is process {}", part.pid());
            }
        }
    }

    /// Starts what a bench needs and names it to its command.
    pub(crate) fn around(&mut self, bench: Bench, command: &mut Command) -> Result<()> {
        match bench {
            Bench::HoldLua1 | Bench::HoldLua4 => self.redis()?,
            Bench::PostHold => {
                self.core()?;
                self.bare_hold()?;
            }
            Bench::PaidOrder => {
                self.core()?;
                self.limit_database()?;
            }
            Bench::EdgeStatus | Bench::EdgeGate | Bench::EdgeJoin => self.workerd()?,
        }
        self.variables.give(command);
        Ok(())
    }

    /// Figures that need no bench of their own.
    pub(crate) fn plain_figures(&self, figures: &mut Figures) -> Result<()> {
        if let Some(core) = &self.core {
            plain::core_memory(core.pid(), figures)?;
        }
        if self.workerd.is_some() {
            plain::worker_size(figures)?;
        }
        Ok(())
    }

    fn redis(&mut self) -> Result<()> {
        if self.redis.is_none() {
            let redis = Redis::start(&self.folder, "redis", Mode::Plain, Keep::Nothing, true)?;
            self.variables.set("REDIS_URL", redis.url().to_owned());
            self.redis = Some(redis);
        }
        Ok(())
    }

    /// A PostgreSQL that keeps what it says it has (fsync on), and the core's schema in it.
    fn core(&mut self) -> Result<()> {
        if self.core.is_some() {
            return Ok(());
        }
        self.redis()?;
        let postgres = Postgres::start(&self.folder, Keep::Data, true)?;
        self.variables.set("DATABASE_URL", postgres.url().to_owned());
        self.variables.set("BENCH_POSTGRES_LOG", postgres.log().display().to_string());
        self.postgres = Some(postgres);
        let toss = self.programs.join("toss-sim");
        self.toss = Some(servers::toss(&toss, &self.folder, &mut self.variables)?);
        let program = self.programs.join("frontrow");
        self.core = Some(servers::core(&program, &self.folder, &mut self.variables)?);
        Ok(())
    }

    /// A second database with the same schema, so that the limit is in nobody's books.
    fn limit_database(&mut self) -> Result<()> {
        if self.variables.get("BENCH_LIMIT_DATABASE_URL").is_ok() {
            return Ok(());
        }
        let postgres = self.postgres.as_ref().context("PostgreSQL runs beside the core")?;
        let url = postgres.database("limit_of_benches")?;
        let mut migrate = command(self.programs.join("frontrow"));
        self.variables.give(&mut migrate);
        output(migrate.arg("migrate").env("DATABASE_URL", &url))?;
        let pgbench = postgres.program("pgbench");
        ensure!(
            pgbench.is_file(),
            "{} is missing: install the rest of this PostgreSQL (pgbench is a package of its own \
             on some systems, such as postgresql-contrib)",
            pgbench.display()
        );
        self.variables.set("BENCH_PGBENCH", pgbench.display().to_string());
        self.variables.set("BENCH_LIMIT_DATABASE_URL", url);
        Ok(())
    }

    fn bare_hold(&mut self) -> Result<()> {
        if self.bare_hold.is_none() {
            let program = self.program();
            let part = servers::bare_hold(&program, &self.folder, &mut self.variables)?;
            self.bare_hold = Some(part);
        }
        Ok(())
    }

    fn workerd(&mut self) -> Result<()> {
        if self.workerd.is_none() {
            self.workerd = Some(workerd::start(&self.folder, &mut self.variables)?);
        }
        Ok(())
    }
}
