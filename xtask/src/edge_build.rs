//! Builds the Worker into `edge/build`. wrangler calls this as its build command, so that a plain
//! `npx wrangler dev` needs nothing prepared but cargo and npm.

use crate::checkout::root;
use crate::command::{command, run};
use crate::step::step;
use crate::tools::cargo_tool::{WASM_BINDGEN, WORKER_BUILD};
use crate::tools::{npm, wasm};
use anyhow::{Context, Result};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

/// What the Worker is made of, beside its tools.
const SOURCES: [&str; 5] = ["edge/src", "edge/Cargo.toml", "shared", "Cargo.toml", "Cargo.lock"];

/// Builds the Worker, unless nothing changed since it was built last.
pub(crate) fn build() -> Result<()> {
    let toolchain = wasm::toolchain()?;
    let (worker_build, bindgen) = (WORKER_BUILD.program()?, WASM_BINDGEN.program()?);
    let programs = npm::installed()?;
    let folder = root().join("edge");

    let mut hash = DefaultHasher::new();
    (toolchain, &worker_build, &bindgen).hash(&mut hash);
    for source in SOURCES {
        hash_files(&root().join(source), &mut hash)?;
    }
    let fingerprint = format!("{:016x}", hash.finish());
    let stamp = folder.join("build/.sources");
    if fs::read_to_string(&stamp).is_ok_and(|last| last == fingerprint) {
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

fn hash_files(path: &Path, hash: &mut DefaultHasher) -> Result<()> {
    if !path.is_dir() {
        path.hash(hash);
        fs::read(path).with_context(|| format!("cannot read {}", path.display()))?.hash(hash);
        return Ok(());
    }
    let mut entries: Vec<_> =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| hash_files(entry, hash))
}
