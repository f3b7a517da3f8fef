//! `cargo xtask`: the project's commands. Each brings its own tools and stores, asks nothing, and
//! says what to do where it cannot.

#[macro_use]
mod say;

mod bench;
mod checkout;
mod command;
mod dev;
mod edge_build;
mod fingerprint;
mod interrupt;
mod kept;
mod openapi;
mod process;
mod secrets;
mod self_hosting;
mod settings;
mod sqlx;
mod step;
mod stores;
mod test;
mod tools;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Frontrow's commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run the whole system with a demo on-sale until Ctrl-C
    Dev(dev::Options),
    /// Run every test and check, or some parts of them
    Test {
        /// The parts; none means all
        parts: Vec<test::TestPart>,
    },
    /// Measure our own pace against limits measured in the same run
    Bench(bench::Options),
    /// Check which tools are there and install what is missing
    Tools,
    /// Build the Worker into edge/build (quick when nothing changed; wrangler calls it too)
    BuildEdge,
    /// Start Redis and PostgreSQL and keep them running
    Stores {
        /// Throw their data away first
        #[arg(long)]
        fresh: bool,
    },
    /// Write docs/openapi.json anew from the code
    Openapi {
        /// Only compare
        #[arg(long)]
        check: bool,
    },
    /// Write anew what is kept of the settings: the tables in docs/OPERATIONS.md and
    /// deploy/workerd/assets.json
    Settings {
        /// Only compare
        #[arg(long)]
        check: bool,
    },
    /// Write .sqlx/ anew from the queries in the code
    Sqlx {
        /// Only compare
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = interrupt::listen().and_then(|()| match cli.command {
        Task::Dev(options) => dev::run(&options),
        Task::Test { parts } => test::run(&parts),
        Task::Bench(options) => bench::run(&options),
        Task::Openapi { check } => openapi::write(check),
        Task::Settings { check } => settings::write(check),
        Task::Tools => tools::everything(),
        Task::BuildEdge => edge_build::build(),
        Task::Stores { fresh } => stores::keep_running(fresh),
        Task::Sqlx { check } => sqlx::prepare(check),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say!("✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}
