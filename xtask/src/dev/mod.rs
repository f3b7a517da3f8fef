//! `cargo xtask dev`: from a fresh clone to a running system with a demo on-sale, until Ctrl-C.

mod build;
mod health;
mod parts;
mod settings;

pub(crate) use build::{Binaries, binaries, target_folder};
pub(crate) use settings::{TOSS_CLIENT_KEY, TOSS_SECRET_KEY};

use crate::interrupt;
use crate::process::{Part, port};
use crate::step::{seconds, step};
use crate::stores::Stores;
use crate::{edge_build, tools};
use anyhow::{Result, bail};
use parts::Parts;
use settings::Settings;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Where people expect the site.
const SITE_PORT: u16 = 8787;
/// How often the parts are looked after.
const LOOK: Duration = Duration::from_millis(200);

/// What the command line says.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Throw away all data of the last run first
    #[arg(long)]
    fresh: bool,
    /// The site's port on localhost (8787, or a free one)
    #[arg(long)]
    port: Option<u16>,
}

/// Runs the system until somebody asks to stop, or a part dies.
pub(crate) fn run(options: &Options) -> Result<()> {
    let started = Instant::now();
    let site_port = match options.port {
        Some(port) if !port::is_free(port) => bail!("port {port} is taken: choose another --port"),
        Some(port) => port,
        None => port::free_or(SITE_PORT)?,
    };
    let mut stores = Stores::start(options.fresh)?;
    tools::npm::installed()?;
    let binaries = build::binaries()?;
    edge_build::build()?;
    let settings = Settings::new(site_port, &stores, &binaries)?;
    step("database schema", |_| parts::core_task(&settings, &binaries, "migrate"))?;
    let demo = step("demo on-sale", |_| parts::core_task(&settings, &binaries, "seed-demo"))?;
    let mut parts = Parts::start(&settings, &binaries, options.fresh)?;
    say!("\n{demo}\nAddresses\n{}", settings.addresses());
    say!("\nReady in {}. Ctrl-C stops everything.", seconds(started.elapsed()));
    while !interrupt::asked() {
        stores.alive()?;
        parts.all().try_for_each(Part::alive)?;
        sleep(LOOK);
    }
    say!("\nstopping …");
    Ok(())
}
