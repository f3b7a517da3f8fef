//! `docs/openapi.json`: the API as the code states it, kept so that changes show in review.

use crate::checkout::{made, root};
use crate::command::{command, output};
use crate::dev::binaries;
use anyhow::{Context, Result, bail};
use std::fs;

/// Where it is kept.
const KEPT: &str = "docs/openapi.json";

/// `cargo xtask openapi`: writes the document anew, or with `check` only compares.
pub(crate) fn write(check: bool) -> Result<()> {
    let now = output(command(binaries()?.frontrow).arg("openapi"))?;
    let path = root().join(KEPT);
    let kept = fs::read_to_string(&path).unwrap_or_default();
    if kept.trim_end() == now {
        say!("  {KEPT} is up to date");
        return Ok(());
    }
    if check {
        bail!("{KEPT} is not what the code says: run `cargo xtask openapi` and commit it");
    }
    made(root().join("docs"))?;
    fs::write(&path, now + "\n").with_context(|| format!("cannot write {KEPT}"))?;
    say!("  {KEPT} written");
    Ok(())
}
