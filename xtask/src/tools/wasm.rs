//! A Rust toolchain that builds for wasm32: rustup's where its server can be reached, else
//! Debian's, whose standard library for that target is built once from its packaged source. Either
//! brings the clippy that belongs to it, so that the Worker is linted as what it is.

use super::apt;
use crate::checkout::{cache_folder, made};
use crate::command::{command, find, output, path_first, run, run_within};
use crate::step::{Step, step};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

/// The target of the Worker.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// Debian's compiler is kept apart from rustup's only by its folder.
const DEBIAN: &str = "/usr/bin";
/// rustup's target is a download of 20 MB.
const DOWNLOAD: Duration = Duration::from_secs(180);

/// Which toolchain builds for wasm32.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Toolchain {
    /// The one that `cargo` on PATH is.
    Default,
    /// Debian's `rustc-web` in /usr/bin.
    Debian,
}

impl Toolchain {
    /// Lets a command use this toolchain for wasm32.
    pub(crate) fn apply(self, command: &mut Command, first: &[PathBuf]) -> Result<()> {
        let mut folders = first.to_vec();
        if self == Toolchain::Debian {
            folders.push(DEBIAN.into());
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld");
            command.env_remove("RUSTUP_TOOLCHAIN").env_remove("RUSTC").env_remove("RUSTDOC");
        }
        path_first(command, &folders)
    }
}

/// The toolchain for wasm32; installed if there is none. `FRONTROW_WASM=debian` asks for Debian's
/// even where rustup has the target.
pub(crate) fn toolchain() -> Result<Toolchain> {
    let debian_asked = env::var("FRONTROW_WASM").is_ok_and(|asked| asked == "debian");
    if !debian_asked {
        if has_target(Path::new("rustc")) {
            return Ok(Toolchain::Default);
        }
        if !has_target(&debian_rustc()) && find("rustup").is_some() && add_by_rustup().is_ok() {
            return Ok(Toolchain::Default);
        }
    }
    if !has_target(&debian_rustc()) || find("wasm-ld").is_none() {
        step("Rust for wasm32, Debian's", |step| {
            let packages = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld"];
            apt::install(step, "Rust's standard library for wasm32", &packages)?;
            build_standard_library(step)
        })?;
    }
    Ok(Toolchain::Debian)
}

fn debian_rustc() -> PathBuf {
    Path::new(DEBIAN).join("rustc")
}

/// Whether this compiler has a standard library for the target.
fn has_target(rustc: &Path) -> bool {
    let folder = output(command(rustc).args(["--print", "target-libdir", "--target", TARGET]));
    let entries = folder.ok().and_then(|folder| fs::read_dir(folder).ok());
    entries.into_iter().flatten().flatten().any(|entry| {
        let name = entry.file_name();
        name.to_str().is_some_and(|name| name.starts_with("libstd-") && name.ends_with(".rlib"))
    })
}

fn add_by_rustup() -> Result<()> {
    step("Rust for wasm32, rustup's", |step| {
        run_within(step, DOWNLOAD, command("rustup").args(["target", "add", TARGET]))?;
        if !has_target(Path::new("rustc")) {
            bail!("rustup added the target, but to another toolchain than the one in use");
        }
        step.result("installed");
        Ok(())
    })
}

/// Builds std from an empty library and puts it where the compiler looks for it.
fn build_standard_library(step: &Step) -> Result<()> {
    let folder = made(cache_folder()?.join("wasm-std"))?;
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "#![no_std]\n")?;
    let manifest = "[package]\nname = \"empty\"\nedition = \"2024\"\n[workspace]\n";
    fs::write(folder.join("Cargo.toml"), manifest)?;

    let mut build = command(Path::new(DEBIAN).join("cargo"));
    Toolchain::Debian.apply(&mut build, &[])?;
    build
        .current_dir(&folder)
        .args(["build", "--release", "--target", TARGET, "-Z", "build-std=std,panic_abort"])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", debian_rustc())
        .env("CARGO_TARGET_DIR", folder.join("target"))
        // Without it link-time optimisation finds no bitcode in std.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    run(step, &mut build)?;

    let print = ["--print", "target-libdir", "--target", TARGET];
    let home = PathBuf::from(output(command(debian_rustc()).args(print))?);
    fs::create_dir_all(&home)
        .with_context(|| format!("{} cannot be written: run this once as root", home.display()))?;
    for entry in fs::read_dir(folder.join("target").join(TARGET).join("release/deps"))? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(entry.path(), home.join(&*name)).context("cannot copy the library")?;
        }
    }
    if !has_target(&debian_rustc()) {
        bail!("std was built for {TARGET}, but Debian's compiler does not find it");
    }
    Ok(())
}
