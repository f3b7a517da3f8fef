//! `cargo xtask test`: every test and check, or some parts of them, on stores of their own.

mod checks;
mod count;
mod parts;
mod runner;
mod surroundings;
mod tidy;

use crate::checkout::dev_folder;
use crate::interrupt;
use crate::step::seconds;
use crate::stores::alone;
use anyhow::{Result, bail};
use clap::ValueEnum;
use count::Count;
use runner::Runner;
use std::time::{Duration, Instant};
use surroundings::Surroundings;

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestPart {
    /// The rules that two sides share
    Shared,
    /// The Redis scripts, on a plain server and in cluster mode
    Lua,
    /// The core and the simulated Toss, on a real PostgreSQL and Redis
    Origin,
    /// The core's API, by an outside fuzzer that reads its document
    Fuzz,
    /// The Worker, on workerd
    Edge,
    /// The buyer's way in Chromium
    Journeys,
    /// Format, lints, documentation, dependencies, generated files, house rules
    Checks,
}

/// One line of the table at the end.
struct Row {
    name: String,
    count: Count,
    time: Duration,
}

/// Runs the parts (none named: all) and counts over all of them.
///
/// # Errors
/// When anything failed; what and why was printed before.
pub(crate) fn run(chosen: &[TestPart]) -> Result<()> {
    let folder = dev_folder()?.join("test");
    let _alone = alone(&folder)?;
    let chosen = if chosen.is_empty() { TestPart::value_variants() } else { chosen };
    let mut surroundings = Surroundings::new(folder);
    let started = Instant::now();
    let mut rows = Vec::new();
    for part in chosen {
        let name = part.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default();
        say!("\n{name}");
        let began = Instant::now();
        let mut runner = Runner::new(&name);
        // What stops a part halfway is one failure more; the other parts still run.
        if let Err(error) = parts::run(*part, &mut runner, &mut surroundings) {
            say!("✗ {error:#}");
            runner.count.failed += 1;
        }
        if runner.count.passed + runner.count.failed == 0 {
            say!("✗ {name}: no test ran");
            runner.count.failed += 1;
        }
        rows.push(Row { name, count: runner.count, time: began.elapsed() });
        if interrupt::asked() {
            bail!("stopped");
        }
    }
    drop(surroundings);
    say!("");
    for Row { name, count, time } in &rows {
        let Count { passed, failed } = count;
        say!("{name:<10} {passed:>5} passed {failed:>4} failed   {}", seconds(*time));
    }
    let all = rows.iter().fold(Count::default(), |all, row| all + row.count);
    say!("{:<10} {}\n", "in all", seconds(started.elapsed()));
    say!("{} passed, {} failed", all.passed, all.failed);
    if all.failed > 0 {
        bail!("tests failed");
    }
    Ok(())
}
