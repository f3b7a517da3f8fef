//! Builds the Worker into `edge/build`. wrangler calls this as its build command, so that a plain
//! `npx wrangler dev` needs nothing prepared but cargo and npm.

use crate::checkout::root;
use crate::command::{command, run};
use crate::fingerprint;
use crate::step::step;
use crate::tools::cargo_tool::{WASM_BINDGEN, WORKER_BUILD};
use crate::tools::{npm, wasm};
use anyhow::{Context, Result};
use std::fs;

/// What the Worker is made of, beside its tools.
const SOURCES: [&str; 5] = ["edge/src", "edge/Cargo.toml", "shared", "Cargo.toml", "Cargo.lock"];

/// Builds the Worker, unless nothing changed since it was built last.
pub(crate) fn build() -> Result<()> {
    let toolchain = wasm::toolchain()?;
    let (worker_build, bindgen) = (WORKER_BUILD.program()?, WASM_BINDGEN.program()?);
    let programs = npm::installed()?;
    let folder = root().join("edge");

    let fingerprint = fingerprint::of(&SOURCES, (toolchain, &worker_build, &bindgen))?;
    let stamp = folder.join("build/.sources");
    if fingerprint::is_stamped(&stamp, &fingerprint) {
        return Ok(());
    }
    step("edge: the Worker", |step| {
        let mut build = command(&worker_build);
        toolchain.apply(&mut build, std::slice::from_ref(&programs))?;
        build
            .args(["--profile", "edge"])
            .current_dir(&folder)
            .env("RUST_BACKTRACE", "0")
            .env("WASM_BINDGEN_BIN", &bindgen)
            .env("WASM_OPT_BIN", programs.join("wasm-opt"))
            .env("ESBUILD_BIN", programs.join("esbuild"));
        run(step, &mut build)?;
        step.result("built");
        fs::write(&stamp, &fingerprint).context("cannot write into edge/build")
    })
}
