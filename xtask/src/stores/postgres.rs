//! A PostgreSQL of our own, on loopback only.

use super::{Emptied, Keep, thrown_away};
use crate::command::{command, output, run};
use crate::process::unprivileged::Unprivileged;
use crate::process::{Part, Plan, port};
use crate::secrets::secret;
use crate::step::{Step, step};
use crate::tools;
use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Role and database of the demo.
const NAME: &str = "frontrow";
/// Recovery after a crash takes its time.
const START: Duration = Duration::from_secs(60);

/// A running PostgreSQL.
pub(crate) struct Postgres {
    part: Part,
    /// After the part: it must have stopped before its data goes.
    _emptied: Option<Emptied>,
    programs: PathBuf,
    port: u16,
    password: String,
    url: String,
}

impl Postgres {
    /// Starts one with its data in `folder/postgres`, made on the first start.
    pub(crate) fn start(folder: &Path, keep: Keep, fresh: bool) -> Result<Self> {
        let programs = tools::postgres::binaries()?;
        let user = Unprivileged::find()?;
        step("PostgreSQL", |step| {
            let password = if keep == Keep::Data { secret("postgres")? } else { NAME.to_owned() };
            let data = user.folder(folder.join("postgres"))?.join("data");
            if fresh || keep == Keep::Nothing {
                thrown_away(&data)?;
            }
            if data.join("PG_VERSION").is_file() {
                same_version(&programs, &data)?;
            } else {
                // What a broken first start left behind.
                thrown_away(&data)?;
                make_cluster(step, user, &programs, &data, &password)?;
            }
            forget_dead_postmaster(&data);
            let port = port::free()?;
            let mut server = command(programs.join("postgres"));
            server.arg("-D").arg(&data).current_dir("/");
            for setting in settings(port, keep) {
                server.arg("-c").arg(setting);
            }
            let mut part = Part::start(&Plan {
                name: "postgres",
                command: server,
                folder,
                user,
                ending: Signal::INT,
                show_warnings: false,
            })?;
            let is_ready = programs.join("pg_isready");
            let host = ["-q", "-h", "127.0.0.1", "-p", &port.to_string()].map(str::to_owned);
            let answers = || command(&is_ready).args(&host).status().is_ok_and(|s| s.success());
            part.ready(START, answers)?;
            let url = format!("postgres://{NAME}:{password}@127.0.0.1:{port}/{NAME}");
            let _emptied = (keep == Keep::Nothing).then(|| Emptied(data));
            let postgres = Self { part, _emptied, programs, port, password, url };
            postgres.make_database(NAME)?;
            step.result(format!("on port {port}"));
            Ok(postgres)
        })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn alive(&mut self) -> Result<()> {
        self.part.alive()
    }

    /// Where its output goes.
    pub(crate) fn log(&self) -> &Path {
        self.part.log()
    }

    /// One of the programs that came with it.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// Another database of this server, made if it is missing: its URL.
    pub(crate) fn database(&self, name: &str) -> Result<String> {
        self.make_database(name)?;
        let Self { password, port, .. } = self;
        Ok(format!("postgres://{NAME}:{password}@127.0.0.1:{port}/{name}"))
    }

    /// `psql` against one of its databases, stopping at the first error.
    pub(crate) fn psql(&self, database: &str) -> Command {
        let mut psql = command(self.programs.join("psql"));
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", NAME]);
        psql.args(["-p", &self.port.to_string(), "-d", database]).env("PGPASSWORD", &self.password);
        psql
    }

    fn make_database(&self, name: &str) -> Result<()> {
        let there = format!("select 1 from pg_database where datname = '{name}'");
        if output(self.psql("postgres").args(["-At", "-c", &there]))?.is_empty() {
            let make = format!("create database {name}");
            output(self.psql("postgres").args(["-c", &make]))?;
        }
        Ok(())
    }
}

fn settings(port: u16, keep: Keep) -> Vec<String> {
    let mut all = vec![
        format!("port={port}"),
        "listen_addresses=127.0.0.1".to_owned(),
        "unix_socket_directories=".to_owned(),
        "max_connections=300".to_owned(),
    ];
    if keep == Keep::Nothing {
        all.extend(["fsync=off", "full_page_writes=off"].map(str::to_owned));
    }
    all
}

fn make_cluster(
    step: &Step,
    user: Unprivileged,
    programs: &Path,
    data: &Path,
    password: &str,
) -> Result<()> {
    // initdb reads the password from a file; that of its own user, so the shell makes one.
    let mut init = user.command(Path::new("sh"))?;
    let script = r#"umask 077; f=$(mktemp); trap 'rm -f "$f"' EXIT; printf %s "$PASSWORD" > "$f"
        "$1" -D "$2" -U "$3" -A scram-sha-256 -E UTF8 --locale=C.UTF-8 --pwfile="$f""#;
    init.args(["-c", script, "sh"]).arg(programs.join("initdb")).arg(data).arg(NAME);
    run(step, init.env("PASSWORD", password))
}

fn same_version(programs: &Path, data: &Path) -> Result<()> {
    let made_by = fs::read_to_string(data.join("PG_VERSION"))?;
    let ours = output(command(programs.join("postgres")).arg("--version"))?;
    let ours = ours.split_whitespace().nth(2).context("postgres does not name its version")?;
    if ours.split('.').next() != Some(made_by.trim()) {
        bail!("the data was made by PostgreSQL {}, this is {ours}: use --fresh", made_by.trim());
    }
    Ok(())
}

/// After a crash of the machine the recorded number may be another process's now, and PostgreSQL
/// would refuse to start.
fn forget_dead_postmaster(data: &Path) {
    let file = data.join("postmaster.pid");
    let text = fs::read_to_string(&file).unwrap_or_default();
    let Some(pid) = text.lines().next() else { return };
    let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    if Path::new("/proc").is_dir() && !String::from_utf8_lossy(&command).contains("postgres") {
        let _ = fs::remove_file(&file);
    }
}
