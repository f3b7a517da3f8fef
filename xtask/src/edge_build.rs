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
use std::path::Path;
use std::process::Command;

/// What the Worker is made of, beside its tools.
const SOURCES: [&str; 5] = ["edge/src", "edge/Cargo.toml", "shared", "Cargo.toml", "Cargo.lock"];

/// The module, and the same with the names of its functions, for profilers.
pub(crate) const MODULE: &str = "index_bg.wasm";
pub(crate) const NAMED: &str = "named.wasm";

/// Takes the names of functions out.
const STRIP: &str = "--strip-debug";

/// What the module is written with, as worker-build writes it: nothing newer than workerd reads.
const FEATURES: [&str; 7] = [
    "mutable-globals",
    "sign-ext",
    "nontrapping-float-to-int",
    "bulk-memory",
    "multivalue",
    "reference-types",
    "exception-handling",
];

/// Builds the Worker, unless nothing changed since it was built last.
pub(crate) fn build() -> Result<()> {
    let toolchain = wasm::toolchain()?;
    let (worker_build, bindgen) = (WORKER_BUILD.program()?, WASM_BINDGEN.program()?);
    let programs = npm::installed()?;
    let folder = root().join("edge");

    let fingerprint =
        fingerprint::of(&SOURCES, (toolchain, &worker_build, &bindgen, FEATURES, STRIP))?;
    let stamp = folder.join("build/.sources");
    let made = folder.join("build");
    let is_whole = [MODULE, NAMED].iter().all(|module| made.join(module).is_file());
    if is_whole && fingerprint::is_stamped(&stamp, &fingerprint) {
        return Ok(());
    }
    // A build that is cut short leaves parts of another one: no stamp speaks for those.
    if stamp.exists() {
        fs::remove_file(&stamp).context("cannot write into edge/build")?;
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
        fs::rename(made.join(MODULE), made.join(NAMED)).context("worker-build made no module")?;
        run(step, &mut without_names(&programs.join("wasm-opt"), &made))?;
        step.result("built");
        fs::write(&stamp, &fingerprint).context("cannot write into edge/build")
    })
}

/// Takes the names of functions out of the module: an eighth of what every cold start loads.
/// worker-build keeps them, and wasm-bindgen before it needs them.
fn without_names(wasm_opt: &Path, build: &Path) -> Command {
    let mut strip = command(wasm_opt);
    strip.arg(build.join(NAMED)).arg("-o").arg(build.join(MODULE)).arg(STRIP);
    strip.args(FEATURES.map(|feature| format!("--enable-{feature}")));
    strip
}
