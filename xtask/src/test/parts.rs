//! What each part of the tests runs.

use super::runner::Runner;
use super::surroundings::Surroundings;
use super::{TestPart, checks};
use crate::checkout::root;
use crate::command::command;
use crate::edge_build;
use crate::tools::{npm, schemathesis};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Milliseconds after which one of Node's tests has failed; the longest journey takes one minute.
const NODE_TEST_MS: u32 = 300_000;

/// The tests of the core's `it` that the fuzzer does.
const FUZZ: &str = "api::fuzz";

pub(crate) fn run(part: TestPart, runner: &mut Runner, around: &mut Surroundings) -> Result<()> {
    match part {
        TestPart::Shared => {
            runner.tests("rules", &mut cargo_test(&["--package", "frontrow-shared"]))
        }
        TestPart::Lua => {
            let mut scripts = cargo_test(&["--package", "frontrow", "--test", "lua"]);
            around.programs(&mut scripts)?;
            around.stores(&mut scripts)?;
            runner.tests("scripts", &mut scripts)
        }
        TestPart::Origin => {
            runner.tests("toss-sim", &mut cargo_test(&["--package", "toss-sim"]))?;
            let mut rules = cargo_test(&["--package", "frontrow", "--lib", "--bins"]);
            around.programs(&mut rules)?;
            around.stores(&mut rules)?;
            runner.tests("core: rules", &mut rules)?;
            let mut whole = cargo_test(&["--package", "frontrow", "--test", "it"]);
            around.programs(&mut whole)?;
            around.stores(&mut whole)?;
            // The fuzzer is a part of its own.
            whole.args(["--", "--skip", FUZZ]);
            runner.tests("core: on its stores", &mut whole)?;
            runner.tests("xtask", &mut cargo_test(&["--package", "xtask"]))
        }
        TestPart::Fuzz => {
            let mut fuzz = cargo_test(&["--package", "frontrow", "--test", "it", "--", FUZZ]);
            fuzz.env("SCHEMATHESIS", schemathesis::program()?);
            around.programs(&mut fuzz)?;
            around.stores(&mut fuzz)?;
            runner.tests("schemathesis", &mut fuzz)
        }
        TestPart::Edge => {
            edge_build::build()?;
            runner.tests("on workerd", &mut node_test("edge/tests", 1)?)?;
            runner.tests("site", &mut node_test("edge/site-tests", 2)?)
        }
        TestPart::Journeys => {
            // Each has a system of its own and mostly waits, as people do.
            let mut journeys = node_test("e2e/journeys", 2)?;
            around.stores(&mut journeys)?;
            around.programs(&mut journeys)?;
            around.browser(&mut journeys)?;
            runner.tests("in Chromium", &mut journeys)
        }
        TestPart::Checks => checks::run(runner),
    }
}

fn cargo_test(arguments: &[&str]) -> Command {
    let mut test = command("cargo");
    // The assertion says what is wrong; fifty frames of a runtime would push it off the page.
    test.arg("test").args(arguments).env("RUST_BACKTRACE", "0");
    test
}

/// Node's runner over each `*.test.mjs` below a folder, so many files at a time.
fn node_test(folder: &str, at_once: u8) -> Result<Command> {
    let mut files = Vec::new();
    let place = root().join(folder);
    test_files(&place, &mut files).with_context(|| format!("no tests in {}", place.display()))?;
    files.sort();
    let mut node = npm::tool("node")?;
    node.args(["--test", "--test-reporter=spec", "--test-force-exit"]);
    node.arg(format!("--test-concurrency={at_once}"));
    node.arg(format!("--test-timeout={NODE_TEST_MS}")).args(files);
    Ok(node)
}

fn test_files(folder: &PathBuf, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("node_modules") {
            test_files(&path, files)?;
        } else if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    Ok(())
}
