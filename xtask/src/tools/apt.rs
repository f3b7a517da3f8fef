//! Debian's packages, through apt-get: as root, or by `sudo -n` where that asks for no password.

use crate::command::{command, find, run};
use crate::step::Step;
use anyhow::{Result, bail};
use std::process::Command;

/// Installs packages.
///
/// # Errors
/// Where there is no apt-get or no right to use it, a sentence that says what to install.
pub(crate) fn install(step: &Step, what: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if find("apt-get").is_none() {
        bail!("{what} is missing: install it (on Debian: {list}) and run this again");
    }
    if !may_install() {
        bail!("{what} is missing: run `sudo apt-get install --no-install-recommends {list}`");
    }
    // A fresh system has no package lists, an old one names versions that are gone.
    if try_install(step, packages).is_err() {
        step.progress("apt-get update");
        run(step, apt().args(["-q", "update"]))?;
        try_install(step, packages)?;
    }
    step.result("installed");
    Ok(())
}

fn try_install(step: &Step, packages: &[&str]) -> Result<()> {
    let mut command = apt();
    command.args(["-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=600"]);
    run(step, command.arg("install").args(packages))
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Whether packages can be installed without asking anybody.
pub(crate) fn may_install() -> bool {
    let sudo = || command("sudo").args(["-n", "true"]).output().is_ok_and(|o| o.status.success());
    find("apt-get").is_some() && (is_root() || sudo())
}

fn apt() -> Command {
    let mut apt = if is_root() {
        command("env")
    } else {
        let mut sudo = command("sudo");
        sudo.args(["-n", "env"]);
        sudo
    };
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    apt
}
