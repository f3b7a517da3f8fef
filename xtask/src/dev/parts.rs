//! The parts of the running system: toss-sim, oidc-sim, the core, the edge.

use super::build::Binaries;
use super::health;
use super::settings::{
    OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, Settings, TOSS_CLIENT_KEY, TOSS_SECRET_KEY,
};
use crate::checkout::dev_folder;
use crate::command::{command, output};
use crate::process::unprivileged::Unprivileged;
use crate::process::{Part, Plan, port};
use crate::step::step;
use crate::tools::npm;
use anyhow::{Context, Result};
use rustix::process::Signal;
use std::fs;
use std::process::Command;
use std::time::Duration;

/// The slowest is wrangler on a busy machine.
const START: Duration = Duration::from_secs(120);

/// The running parts; dropped in this order, so that nothing outlives what it calls.
pub(crate) struct Parts {
    edge: Part,
    core: Part,
    toss: Part,
    oidc: Part,
}

impl Parts {
    /// Starts them all and waits until each is healthy.
    pub(crate) fn start(settings: &Settings, binaries: &Binaries, fresh: bool) -> Result<Self> {
        let mut toss = begin("toss-sim", toss_sim(settings, binaries))?;
        let mut oidc = begin("oidc-sim", oidc_sim(settings, binaries))?;
        let mut core = begin("core", core(settings, binaries))?;
        // The core fetches the edge's keys, the edge the core's: both start before either is ready.
        let mut edge = begin("edge", edge(settings, fresh)?)?;
        wait(&mut toss, "toss-sim", &format!("{}/healthz", settings.toss()))?;
        wait(&mut oidc, "oidc-sim", &format!("{}/healthz", settings.oidc()))?;
        wait(&mut core, "core", &format!("{}/readyz", settings.internal()))?;
        wait(&mut edge, "edge", &format!("{}/healthz", settings.site()))?;
        Ok(Self { edge, core, toss, oidc })
    }

    /// All of them.
    pub(crate) fn all(&mut self) -> impl Iterator<Item = &mut Part> {
        [&mut self.edge, &mut self.core, &mut self.toss, &mut self.oidc].into_iter()
    }
}

/// Runs one of the core's commands to its end; what it prints for people.
pub(crate) fn core_task(settings: &Settings, binaries: &Binaries, task: &str) -> Result<String> {
    output(command(&binaries.frontrow).arg(task).envs(settings.core.iter().cloned()))
}

fn begin(name: &str, mut command: Command) -> Result<Part> {
    command.env("NO_COLOR", "1");
    Part::start(&Plan {
        name,
        command,
        folder: &dev_folder()?,
        user: Unprivileged::own(),
        ending: Signal::TERM,
        show_warnings: true,
    })
}

fn wait(part: &mut Part, name: &str, address: &str) -> Result<()> {
    step(name, |step| {
        part.ready(START, || health::is_well(address))?;
        step.result("healthy");
        Ok(())
    })
}

fn toss_sim(settings: &Settings, binaries: &Binaries) -> Command {
    let mut command = command(&binaries.toss_sim);
    command.args(["--listen", &format!("127.0.0.1:{}", settings.toss_port)]);
    command.args(["--secret-key", TOSS_SECRET_KEY, "--client-key", TOSS_CLIENT_KEY]);
    command.args(["--webhook-url", &format!("{}/webhooks/toss", settings.site())]);
    command
}

fn oidc_sim(settings: &Settings, binaries: &Binaries) -> Command {
    let mut command = command(&binaries.oidc_sim);
    command.args(["--listen", &format!("127.0.0.1:{}", settings.oidc_port)]);
    command.args(["--client-id", OIDC_CLIENT_ID, "--client-secret", OIDC_CLIENT_SECRET]);
    command.args(["--redirect-uri", &settings.oidc_redirect()]);
    command
}

fn core(settings: &Settings, binaries: &Binaries) -> Command {
    let mut command = command(&binaries.frontrow);
    command.arg("serve").envs(settings.core.iter().cloned());
    command
}

fn edge(settings: &Settings, fresh: bool) -> Result<Command> {
    let state = dev_folder()?.join("edge");
    if fresh && state.exists() {
        fs::remove_dir_all(&state).context("cannot empty .dev/edge")?;
    }
    let mut command = npm::tool("wrangler")?;
    command.args(["dev", "--show-interactive-dev-session=false"]);
    command.args(["--port", &settings.site_port.to_string()]);
    // The debugger's usual port would be taken by another checkout.
    command.args(["--inspector-port", &port::free()?.to_string()]);
    command.arg("--persist-to").arg(state);
    command.env("WRANGLER_SEND_METRICS", "false");
    // Neither needs the network.
    command.env("CLOUDFLARE_CF_FETCH_ENABLED", "false");
    Ok(command)
}
