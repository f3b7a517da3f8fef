//! The programs of this checkout that run beside each other.

use crate::checkout::root;
use crate::command::{command, run};
use crate::sqlx;
use crate::step::step;
use anyhow::Result;
use std::env;
use std::path::PathBuf;

/// What the compiler says of a query that `.sqlx/` does not hold.
const UNKNOWN_QUERY: &str = "there is no cached data for this query";

/// Where the built programs are.
pub(crate) struct Binaries {
    /// The core.
    pub(crate) frontrow: PathBuf,
    /// The simulated Toss.
    pub(crate) toss_sim: PathBuf,
    /// The simulated issuer of outside sign-ins.
    pub(crate) oidc_sim: PathBuf,
}

/// Builds the core and what is simulated around it. After a change of a query that is not in `.sqlx/` yet,
/// writes that anew first; but not in CI, where it must have been committed.
pub(crate) fn binaries() -> Result<Binaries> {
    match built() {
        Err(error) if env::var_os("CI").is_none() && error.to_string().contains(UNKNOWN_QUERY) => {
            say!("  a query has changed: its description in .sqlx/ is written anew");
            sqlx::prepare(false)?;
            built()
        }
        built => built,
    }
}

fn built() -> Result<Binaries> {
    step("core, toss-sim and oidc-sim", |step| {
        let mut build = command("cargo");
        build.args(["build", "--package", "frontrow", "--package", "toss-sim"]);
        build.args(["--package", "oidc-sim", "--bins"]);
        run(step, &mut build)?;
        step.result("built");
        let folder = target_folder().join("debug");
        let [frontrow, toss_sim, oidc_sim] =
            ["frontrow", "toss-sim", "oidc-sim"].map(|name| folder.join(name));
        Ok(Binaries { frontrow, toss_sim, oidc_sim })
    })
}

/// Cargo's folder of this checkout.
pub(crate) fn target_folder() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
