//! `docs/openapi.json`: the API as the code states it.

use crate::command::{command, output};
use crate::dev::binaries;
use crate::kept;
use anyhow::Result;

/// `cargo xtask openapi`: writes the document anew, or with `check` only compares.
pub(crate) fn write(check: bool) -> Result<()> {
    let now = output(command(binaries()?.frontrow).arg("openapi"))?;
    kept::whole("docs/openapi.json", &now, check, "cargo xtask openapi")
}
