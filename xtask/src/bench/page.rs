//! The table in `docs/BENCHMARKS.md`, between two marks; what stands around it is by people.

use super::figures::Figures;
use crate::checkout::root;
use crate::command::{command, output};
use anyhow::{Context, Result};
use std::fs;
use std::thread::available_parallelism;

const BEGIN: &str = "<!-- figures: written by `cargo xtask bench --write` -->";
const END: &str = "<!-- end of figures -->";

/// Writes figures, machine, date and commit anew.
pub(crate) fn write(figures: &Figures) -> Result<()> {
    let path = root().join("docs/BENCHMARKS.md");
    let page = fs::read_to_string(&path).context("docs/BENCHMARKS.md is missing")?;
    let (before, rest) = page.split_once(BEGIN).context("the page lacks its first mark")?;
    let (_, after) = rest.split_once(END).context("the page lacks its second mark")?;
    let text =
        format!("{before}{BEGIN}\n{}\n\n{}\n{END}{after}", circumstances()?, figures.markdown());
    fs::write(&path, text).context("cannot write docs/BENCHMARKS.md")?;
    say!("docs/BENCHMARKS.md holds these figures now");
    Ok(())
}

fn circumstances() -> Result<String> {
    let date = output(command("date").args(["-u", "+%Y-%m-%d %H:%M UTC"]))?;
    let commit = output(command("git").args(["rev-parse", "--short", "HEAD"]))?;
    let changed = output(command("git").args(["status", "--porcelain", "--untracked-files=no"]))?;
    let changed = if changed.is_empty() { "" } else { " with changes on top" };
    let system = output(command("uname").args(["-sm"]))?;
    let cpus = available_parallelism().map_or(1, usize::from);
    let model = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let model = model.trim_start_matches([' ', '\t', ':']);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    Ok(format!(
        "{date}, commit {commit}{changed}; {system}, {cpus} CPUs ({model}), load average {load} at the end; \
         clients, servers and stores on the same machine."
    ))
}
