//! Tools from the Rust registry, built once into a folder that all checkouts share.

use crate::checkout::{cache_folder, locked_version, made};
use crate::command::{command, run};
use crate::step::step;
use anyhow::{Context, Result};
use std::fs::File;
use std::path::PathBuf;

/// A program that `cargo install` builds.
pub(crate) struct CargoTool {
    crate_name: &'static str,
    program: &'static str,
    version: Version,
}

enum Version {
    Exactly(&'static str),
    /// The tool and a library in Cargo.lock must agree to the last digit.
    AsLocked(&'static str),
}

/// Builds the Worker: cargo, wasm-bindgen, wasm-opt and esbuild in one go.
pub(crate) static WORKER_BUILD: CargoTool = CargoTool {
    crate_name: "worker-build",
    program: "worker-build",
    version: Version::Exactly("0.8.7"),
};
/// Writes the JavaScript side of the Worker's WebAssembly.
pub(crate) static WASM_BINDGEN: CargoTool = CargoTool {
    crate_name: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: Version::AsLocked("wasm-bindgen"),
};
/// Licences, sources and doubled versions of dependencies.
pub(crate) static CARGO_DENY: CargoTool = CargoTool {
    crate_name: "cargo-deny",
    program: "cargo-deny",
    version: Version::Exactly("0.20.2"),
};
/// Dependencies that nothing uses.
pub(crate) static CARGO_MACHETE: CargoTool = CargoTool {
    crate_name: "cargo-machete",
    program: "cargo-machete",
    version: Version::Exactly("0.9.2"),
};
/// All of them.
pub(crate) static ALL: [&CargoTool; 4] =
    [&WORKER_BUILD, &WASM_BINDGEN, &CARGO_DENY, &CARGO_MACHETE];

impl CargoTool {
    /// The program's path; built if this version is missing.
    pub(crate) fn program(&self) -> Result<PathBuf> {
        let version = match self.version {
            Version::Exactly(version) => version.to_owned(),
            Version::AsLocked(library) => locked_version(library)?,
        };
        let cache = cache_folder()?;
        let place = cache.join("tools").join(format!("{}-{version}", self.crate_name));
        let program = place.join("bin").join(self.program);
        if program.is_file() {
            return Ok(program);
        }
        step(&format!("{} {version}", self.crate_name), |step| {
            // Another checkout may be installing the same at this moment.
            let lock = File::create(made(place.clone())?.join(".lock"))?;
            lock.lock().context("cannot lock the tools' folder")?;
            if program.is_file() {
                return Ok(());
            }
            // Unoptimised: five times quicker to build, and quick enough at what they do.
            let mut install = command("cargo");
            install
                .args(["install", "--locked", "--debug", "--root"])
                .arg(&place)
                .arg(format!("{}@{version}", self.crate_name))
                .env("CARGO_TARGET_DIR", cache.join("build"))
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                .env("CARGO_INCREMENTAL", "0");
            run(step, &mut install)?;
            step.result("installed");
            Ok(())
        })?;
        Ok(program)
    }
}
