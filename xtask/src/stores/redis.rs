//! A Redis of our own: never evicts (a hold that vanishes would be a lie), on loopback only.

use super::{Emptied, Keep, redis_wire, thrown_away};
use crate::checkout::made;
use crate::command::command;
use crate::process::unprivileged::Unprivileged;
use crate::process::{Part, Plan, port};
use crate::secrets::{secret, write_private};
use crate::step::step;
use crate::tools;
use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use std::path::Path;
use std::time::Duration;

/// A Redis that loads a large file takes its time.
const START: Duration = Duration::from_secs(60);

/// One server, or a cluster of one node, where a script that does not declare a key fails.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Plain,
    Cluster,
}

/// A running Redis.
pub(crate) struct Redis {
    part: Part,
    /// After the part: it must have stopped before its data goes.
    _emptied: Option<Emptied>,
    url: String,
}

impl Redis {
    /// Starts one with its data in `folder/name`.
    pub(crate) fn start(
        folder: &Path,
        name: &str,
        mode: Mode,
        keep: Keep,
        fresh: bool,
    ) -> Result<Self> {
        let server = tools::redis::server()?;
        let title = if mode == Mode::Cluster { "Redis in cluster mode" } else { "Redis" };
        step(title, |step| {
            let data = folder.join(name);
            if fresh || keep == Keep::Nothing {
                thrown_away(&data)?;
            }
            let data = made(data)?;
            let port = port::free()?;
            let password = if keep == Keep::Data { secret("redis")? } else { String::new() };
            let file = data.join("redis.conf");
            write_private(&file, &settings(port, &data, mode, keep, &password)?)?;
            let mut server = command(&server);
            server.arg(&file);
            let mut part = Part::start(&Plan {
                name,
                command: server,
                folder,
                user: Unprivileged::own(),
                ending: Signal::TERM,
                show_warnings: false,
            })?;
            part.ready(START, || redis_wire::answers(port, &password, "PING", "+PONG"))?;
            if mode == Mode::Cluster {
                let all = "CLUSTER ADDSLOTSRANGE 0 16383";
                if !redis_wire::answers(port, &password, all, "+OK") {
                    bail!("Redis did not take the cluster's slots; see {}", part.log().display());
                }
                let ok =
                    || redis_wire::answers(port, &password, "CLUSTER INFO", "cluster_state:ok");
                part.ready(START, ok)?;
            }
            step.result(format!("on port {port}"));
            let login = if password.is_empty() { password } else { format!(":{password}@") };
            let _emptied = (keep == Keep::Nothing).then(|| Emptied(data));
            Ok(Self { part, _emptied, url: format!("redis://{login}127.0.0.1:{port}") })
        })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn alive(&mut self) -> Result<()> {
        self.part.alive()
    }
}

fn settings(port: u16, data: &Path, mode: Mode, keep: Keep, password: &str) -> Result<String> {
    let data = data.to_str().context("the checkout's path is not UTF-8")?;
    let mut lines = vec![
        format!("port {port}"),
        "bind 127.0.0.1".to_owned(),
        format!("dir \"{data}\""),
        "maxmemory-policy noeviction".to_owned(),
        "save \"\"".to_owned(),
        "daemonize no".to_owned(),
    ];
    if keep == Keep::Data {
        lines.push("appendonly yes".to_owned());
        lines.push(format!("requirepass {password}"));
    }
    if mode == Mode::Cluster {
        lines.push("cluster-enabled yes".to_owned());
        lines.push("cluster-config-file nodes.conf".to_owned());
        lines.push(format!("cluster-port {}", port::free()?));
    }
    Ok(lines.join("\n"))
}
