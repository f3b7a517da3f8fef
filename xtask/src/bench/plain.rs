//! Figures without a limit: memory of the core, size of the Worker.

use super::figures::Figures;
use crate::checkout::root;
use crate::command::{command, output};
use crate::edge_build::{self, MODULE};
use anyhow::{Context, Result};
use std::fs;

/// The most memory that the core should hold after the benches, in MB.
const CORE_MB: u64 = 150;
/// The most that the Worker should weigh, gzipped, in kB.
const WORKER_KB: u64 = 500;

/// The memory that a process holds, and the most that it ever held.
pub(crate) fn core_memory(pid: u32, figures: &mut Figures) -> Result<()> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))
        .context("the core's memory is told by /proc, which is not here")?;
    let mb = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kb: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kb * 1_024 / 1_000_000)
    };
    let now = mb("VmRSS:").context("no VmRSS")?;
    let most = mb("VmHWM:").context("no VmHWM")?;
    let value = format!("{now} MB after the run, {most} MB at most");
    figures.plain("core_memory", value, format!("aim under {CORE_MB} MB"), now < CORE_MB);
    Ok(())
}

/// The Worker as it is uploaded: script and WebAssembly, gzipped as by default.
pub(crate) fn worker_size(figures: &mut Figures) -> Result<()> {
    edge_build::build()?;
    let mut bytes = 0;
    for file in ["index.js", MODULE] {
        let path = root().join("edge/build").join(file);
        let mut zip = command("sh");
        zip.args(["-c", "gzip --stdout \"$1\" | wc -c", "sh"]).arg(path);
        bytes += output(&mut zip)?.trim().parse::<u64>()?;
    }
    let kb = bytes.div_ceil(1_000);
    let aim = format!("aim under {WORKER_KB} kB");
    figures.plain("worker_size", format!("{kb} kB gzipped"), aim, kb < WORKER_KB);
    Ok(())
}
