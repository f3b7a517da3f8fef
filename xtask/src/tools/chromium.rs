//! The browser of the journeys.

use super::apt;
use crate::command::find;
use crate::step::step;
use anyhow::{Context, Result};
use std::env;
use std::path::PathBuf;

/// Names under which a Chromium is found.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The path of Chromium: `$CHROMIUM`, else one on PATH, else installed.
pub(crate) fn program() -> Result<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM") {
        return Ok(path.into());
    }
    if let Some(path) = NAMES.iter().find_map(|name| find(name)) {
        return Ok(path);
    }
    // The fonts are for the screenshots: half of the site is Korean.
    step("Chromium", |step| apt::install(step, "Chromium", &["chromium", "fonts-noto-cjk"]))?;
    NAMES.iter().find_map(|name| find(name)).context("Chromium was installed but is not on PATH")
}
