//! The browser of the journeys.

use super::apt;
use crate::command::{command, find, output};
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
    if NAMES.iter().all(|name| find(name).is_none()) {
        step("Chromium", |step| apt::install(step, "Chromium", &["chromium", "fontconfig"]))?;
    }
    korean_font();
    NAMES.iter().find_map(|name| find(name)).context("Chromium was installed but is not on PATH")
}

/// Half of the site is Korean, and without a font its screenshots are boxes; no test needs it.
fn korean_font() {
    let fonts = output(command("fc-list").args([":lang=ko", "file"])).unwrap_or_default();
    if fonts.is_empty() && apt::may_install() {
        let install = |step: &_| apt::install(step, "a Korean font", &["fonts-noto-cjk"]);
        if let Err(error) = step("Korean font", install) {
            say!("  screenshots will lack Korean: {error:#}");
        }
    }
}
