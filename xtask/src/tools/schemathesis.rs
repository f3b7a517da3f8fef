//! Schemathesis, which fuzzes an API by its OpenAPI document: a Python program, in a virtual
//! environment of its own in the folder that all checkouts share.

use super::apt;
use crate::checkout::{cache_folder, made};
use crate::command::{command, find, output, run};
use crate::fingerprint;
use crate::step::{Step, step};
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// It and everything under it, at versions that were tried together.
const REQUIREMENTS: &str = include_str!("schemathesis.txt");

/// The program's path; installed if these versions are missing.
pub(crate) fn program() -> Result<PathBuf> {
    let place = made(cache_folder()?.join("tools"))?.join("schemathesis");
    let program = place.join("bin").join("schemathesis");
    let stamp = place.join("installed");
    let wanted = fingerprint::of(&[], REQUIREMENTS)?;
    if program.is_file() && fingerprint::is_stamped(&stamp, &wanted) {
        return Ok(program);
    }
    step("schemathesis", |step| {
        // Another checkout may be installing the same at this moment.
        let lock = File::create(place.with_extension("lock"))?;
        lock.lock().context("cannot lock the tools' folder")?;
        if program.is_file() && fingerprint::is_stamped(&stamp, &wanted) {
            return Ok(());
        }
        environment(step, &place)?;
        let list = place.join("requirements.txt");
        fs::write(&list, REQUIREMENTS).context("cannot write into the tools' folder")?;
        let mut install = command(place.join("bin").join("pip"));
        install.args(["install", "--disable-pip-version-check", "--no-deps", "--requirement"]);
        run(step, install.arg(&list))?;
        fs::write(&stamp, &wanted).context("cannot write into the tools' folder")?;
        step.result("installed");
        Ok(())
    })?;
    Ok(program)
}

/// A virtual environment with pip. Debian keeps what makes one in a package of its own.
fn environment(step: &Step, place: &Path) -> Result<()> {
    if find("python3").is_none() {
        apt::install(step, "Python (3.10 or newer)", &["python3", "python3-venv"])?;
    }
    if output(command("python3").args(["-c", "import ensurepip, venv"])).is_err() {
        apt::install(step, "Python's venv", &["python3-venv"])?;
    }
    run(step, command("python3").args(["-m", "venv", "--clear"]).arg(place))
}
