//! Cargo's own companions, which a minimal toolchain lacks.

use crate::command::{command, run};
use crate::step::step;
use anyhow::{Context, Result};

/// What the checks need, by the name of the cargo command.
pub(crate) const ALL: [&str; 2] = ["fmt", "clippy"];

/// Has `cargo NAME` work.
pub(crate) fn ensure(name: &str) -> Result<()> {
    let works = command("cargo").args([name, "--version"]).output();
    if works.is_ok_and(|output| output.status.success()) {
        return Ok(());
    }
    let component = if name == "fmt" { "rustfmt" } else { name };
    step(component, |step| {
        run(step, command("rustup").args(["component", "add", component]))
            .with_context(|| format!("`cargo {name}` is missing and rustup cannot add it"))
    })
}
