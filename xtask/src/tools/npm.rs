//! The JavaScript tools (wrangler, miniflare, esbuild, binaryen, playwright-core, and a Node new
//! enough for wrangler) in `node_modules/` of the checkout's root, as `package-lock.json` names
//! them.

use super::apt;
use crate::checkout::root;
use crate::command::{command, find, path_first, run};
use crate::step::step;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Installs what the lock file names, unless that was done already; answers the folder of the
/// programs.
pub(crate) fn installed() -> Result<PathBuf> {
    let lock =
        fs::read(root().join("package-lock.json")).context("package-lock.json is missing")?;
    let stamp = root().join("node_modules/.installed-lock.json");
    let programs = root().join("node_modules/.bin");
    if fs::read(&stamp).is_ok_and(|done| done == lock) {
        return Ok(programs);
    }
    if find("npm").is_none() {
        step("Node", |step| apt::install(step, "Node (18 or newer) with npm", &["nodejs", "npm"]))?;
    }
    step("JavaScript tools", |step| {
        // None of them needs its install script: the programs come inside the packages. Not `npm
        // ci`: it refuses a lock file that lacks the packages of a platform which is not in use.
        let install = ["install", "--no-save", "--ignore-scripts", "--loglevel=error"];
        run(step, command("npm").args(install))?;
        fs::write(&stamp, &lock).context("cannot write into node_modules")?;
        step.result("installed");
        Ok(())
    })?;
    Ok(programs)
}

/// A command of one of these tools, run by their own Node.
pub(crate) fn tool(name: &str) -> Result<Command> {
    let programs = installed()?;
    let mut command = command(programs.join(name));
    path_first(&mut command, &[programs])?;
    Ok(command)
}
