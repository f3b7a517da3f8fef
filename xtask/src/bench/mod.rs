//! `cargo xtask bench`: our own pace against a limit that is measured in the same run.
//!
//! The benches themselves are the crate `e2e/bench`; here is what stands around them, and the
//! table. Every one has its own time limit: a machine that is too slow is told so.

mod figures;
mod page;
mod parts;
mod plain;
mod servers;
mod workerd;

use crate::checkout::dev_folder;
use crate::command::{command, each_line};
use crate::step::{seconds, step};
use crate::stores::alone;
use anyhow::{Context, Result};
use clap::ValueEnum;
use figures::Figures;
use parts::Parts;
use std::time::{Duration, Instant};

/// How long one bench may take before it is ended. It plans for half a minute; a machine that is
/// busy with something else takes longer.
const LIMIT: Duration = Duration::from_secs(240);

/// What the command line says.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The bench; none means all
    name: Option<Bench>,
    /// Write the table into docs/BENCHMARKS.md, with machine, date and commit
    #[arg(long, conflicts_with = "name")]
    write: bool,
    /// Before the rounds, half a minute of ours alone, for a profiler: says which process to attach
    /// it to, and workerd names the functions it compiles in /tmp/perf-PID.map, as perf reads it
    #[arg(long, requires = "name")]
    alone: bool,
}

/// A bench, and what its limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Bench {
    /// hold.lua for one seat; limit: a script that does nothing, same arguments
    #[value(name = "hold_lua_1")]
    HoldLua1,
    /// hold.lua for four seats; limit: as before
    #[value(name = "hold_lua_4")]
    HoldLua4,
    /// A hold at the core; limit: a bare axum handler calling a script that does nothing
    PostHold,
    /// Hold, order, attempt and return from Toss; limit: the same SQL under pgbench
    PaidOrder,
    /// The status document; limit: a hello-world Worker on the same workerd
    EdgeStatus,
    /// A hold through the gate; limit: a Worker that hands everything on
    EdgeGate,
    /// A join; limit: the round trip to a Durable Object that does nothing
    EdgeJoin,
}

impl Bench {
    /// The ratio that it should reach.
    fn aim(self) -> f64 {
        match self {
            Self::HoldLua1 => 0.5,
            Self::HoldLua4 => 0.4,
            Self::PostHold => 0.6,
            Self::PaidOrder => 0.35,
            Self::EdgeStatus => 0.7,
            Self::EdgeGate => 0.6,
            Self::EdgeJoin => 0.3,
        }
    }

    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// Runs one bench or all of them, and prints the figures.
pub(crate) fn run(options: &Options) -> Result<()> {
    let folder = dev_folder()?.join("bench");
    let _alone = alone(&folder)?;
    let chosen = options.name.as_ref().map_or(Bench::value_variants(), std::slice::from_ref);
    let started = Instant::now();
    let mut parts = Parts::built(folder, options.alone)?;
    let mut figures = Figures::default();
    for bench in chosen {
        measure(*bench, &mut parts, &mut figures)?;
    }
    parts.plain_figures(&mut figures)?;
    drop(parts);
    say!("\n{}", figures.table());
    say!("in all {}", seconds(started.elapsed()));
    if options.write {
        page::write(&figures)?;
    }
    say!("\n{}", figures.ratios());
    Ok(())
}

fn measure(bench: Bench, parts: &mut Parts, figures: &mut Figures) -> Result<()> {
    let name = bench.name();
    let mut program = command(parts.program());
    parts.around(bench, &mut program)?;
    parts.say_processes();
    program.arg(&name);
    step(&name, |step| {
        let mut broken = None;
        each_line(&mut program, Some(LIMIT), |line| {
            if let Err(error) = figures.take(line, bench.aim(), step) {
                broken = Some(error);
            }
        })?;
        match broken {
            Some(error) => Err(error),
            None => figures.ratio_of(&name).map(|ratio| step.result(format!("{ratio:.2}"))),
        }
        .with_context(|| format!("{name} gave no figure"))
    })
}
