//! The programs of this checkout that run beside each other.

use crate::checkout::root;
use crate::command::{command, run};
use crate::step::step;
use anyhow::Result;
use std::env;
use std::path::PathBuf;

/// Where the built programs are.
pub(crate) struct Binaries {
    /// The core.
    pub(crate) frontrow: PathBuf,
    /// The simulated Toss.
    pub(crate) toss_sim: PathBuf,
}

/// Builds the core and the simulated Toss.
pub(crate) fn binaries() -> Result<Binaries> {
    step("core and toss-sim", |step| {
        let mut build = command("cargo");
        build.args(["build", "--package", "frontrow", "--package", "toss-sim", "--bins"]);
        run(step, &mut build)?;
        step.result("built");
        let folder = target_folder().join("debug");
        Ok(Binaries { frontrow: folder.join("frontrow"), toss_sim: folder.join("toss-sim") })
    })
}

/// Cargo's folder of this checkout.
pub(crate) fn target_folder() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
