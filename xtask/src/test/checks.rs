//! Checks that are not tests of behaviour: what would otherwise be found in review.

use super::runner::Runner;
use super::tidy;
use crate::command::command;
use crate::tools::cargo_tool::{CARGO_DENY, CARGO_MACHETE};
use crate::tools::{rust_component, wasm};
use crate::{openapi, settings, sqlx};
use anyhow::Result;
use std::process::Command;

/// The crates that run as WebAssembly.
const WASM_CRATES: [&str; 4] = ["--package", "frontrow-edge", "--package", "frontrow-shared"];

pub(crate) fn run(runner: &mut Runner) -> Result<()> {
    rust_component::ALL.into_iter().try_for_each(rust_component::ensure)?;
    runner.check("house rules", tidy::check)?;
    runner.program("format", cargo().args(["fmt", "--all", "--check"]))?;

    let deny_warnings = ["--", "--deny", "warnings"];
    let mut native = cargo();
    native.args(["clippy", "--workspace", "--all-targets"]).args(deny_warnings);
    runner.program("lints", &mut native)?;

    let mut wasm = cargo();
    wasm::toolchain()?.apply(&mut wasm, &[])?;
    wasm.args(["clippy", "--target", wasm::TARGET]).args(WASM_CRATES).args(deny_warnings);
    runner.program("lints of the Worker", &mut wasm)?;

    let mut documentation = cargo();
    documentation.args(["doc", "--workspace", "--no-deps", "--document-private-items"]);
    runner.program("documentation", documentation.env("RUSTDOCFLAGS", "--deny warnings"))?;

    let mut deny = command(CARGO_DENY.program()?);
    // Advisories live in a git repository, which is not reached from everywhere.
    deny.args(["check", "--hide-inclusion-graph", "bans", "licenses", "sources"]);
    runner.program("licences and sources of dependencies", &mut deny)?;
    runner.program("unused dependencies", &mut command(CARGO_MACHETE.program()?))?;

    runner.check("queries in .sqlx", || sqlx::prepare(true))?;
    runner.check("docs/openapi.json", || openapi::write(true))?;
    runner.check("what is kept of the settings", || settings::write(true))
}

fn cargo() -> Command {
    command("cargo")
}
