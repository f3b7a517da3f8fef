//! The house rules that a program can check. Words that are forbidden here are written in two
//! halves, or this file would break its own rules.

use crate::checkout::root;
use crate::command::{command, output};
use anyhow::{Result, bail};
use std::fs;

/// The longest file that is still read at one sitting.
const MOST_LINES: usize = 400;
/// The longest script: Redis does nothing else while one runs.
const MOST_SCRIPT_LINES: usize = 60;
/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["util", "utils", "helper", "helpers", "misc", "common"];
/// What is written by tools, or is text for people.
const NOT_OURS: [&str; 8] = [
    "Cargo.lock",
    "package-lock.json",
    "docs/openapi.json",
    "edge/site/developers/index.html",
    "edge/site/developers/problems/index.html",
    "origin/console/api/index.html",
    "origin/console/api/problems/index.html",
    "LICENSE",
];
/// Work that was left for later, and tests that do not run.
const UNFINISHED: [&str; 8] = [
    concat!("to", "do!("),
    concat!("unimpl", "emented!("),
    concat!("FIX", "ME"),
    concat!("TO", "DO"),
    concat!("#[ig", "nore"),
    concat!("test.", "skip("),
    concat!("test.", "only("),
    concat!("test.to", "do("),
];
/// Folders of one machine, and hosts that packages come from (a mirror may stand for them).
const OF_ONE_PLACE: [&str; 6] = [
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("registry.npm", "js"),
    concat!("crates", ".io"),
    concat!("deb.deb", "ian.org"),
];

/// Checks every file that git knows or would add.
///
/// # Errors
/// All that is wrong, one line each.
pub(crate) fn check() -> Result<()> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let files = output(command("git").args(list))?;
    let read = |file: &str| fs::read_to_string(root().join(file));
    let core: String = files
        .lines()
        .filter(|file| file.starts_with("origin/src/"))
        .filter_map(|file| read(file).ok())
        .collect();
    let ours = |file: &&str| !NOT_OURS.contains(file) && !file.starts_with(".sqlx/");
    let mut wrong = Vec::new();
    for file in files.lines().filter(ours) {
        // What cannot be read is deleted but not committed yet, or no text.
        if let Ok(text) = read(file) {
            wrong.extend(faults(file, &text, &core));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{}", wrong.join("\n"))
}

/// What is wrong with one file; `core` is the core's whole source, in which scripts are embedded.
fn faults(file: &str, text: &str, core: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut say = |what: String| wrong.push(format!("{file}: {what}"));
    name_says_something(file, &mut say);
    let lines = text.lines().count();
    if lines > MOST_LINES {
        say(format!("{lines} lines; split it (at most {MOST_LINES})"));
    }
    for word in UNFINISHED.iter().chain(&OF_ONE_PLACE).filter(|word| text.contains(**word)) {
        say(format!("contains `{word}`"));
    }
    if file.starts_with("lua/") && file.ends_with(".lua") {
        script(file, text, core, &mut say);
    }
    wrong
}

fn name_says_something(file: &str, say: &mut impl FnMut(String)) {
    for name in file.split('/') {
        let stem = name.split('.').next().unwrap_or(name);
        if EMPTY_NAMES.contains(&stem) {
            say(format!("`{stem}` does not say what it decides"));
        }
    }
}

/// A script says what it wants and gives, is short, and is used.
fn script(file: &str, text: &str, core: &str, say: &mut impl FnMut(String)) {
    if !text.starts_with("#!lua") {
        say("must begin with #!lua, so that Redis refuses undeclared keys".to_owned());
    }
    for word in ["-- KEYS:", "-- ARGV:", "-- Returns:"] {
        if !text.lines().any(|line| line.starts_with(word)) {
            say(format!("its header lacks `{word}`"));
        }
    }
    if text.lines().count() > MOST_SCRIPT_LINES {
        say(format!("a script has at most {MOST_SCRIPT_LINES} lines"));
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    if !core.contains(name) {
        say("no file of the core embeds it".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_LINES, UNFINISHED, faults};

    #[test]
    fn finds_what_breaks_a_rule() {
        let long = "line\n".repeat(MOST_LINES + 1);
        assert_eq!(faults("origin/src/router.rs", &long, "").len(), 1);
        assert_eq!(faults("shared/src/utils/mod.rs", "", "").len(), 1);
        for word in UNFINISHED {
            assert_eq!(faults("edge/src/router.rs", word, "").len(), 1, "{word}");
        }
    }

    #[test]
    fn a_script_has_a_header_and_a_user() {
        let good = "#!lua\n-- KEYS: meta\n-- ARGV: none\n-- Returns: nil\n";
        let core = "include_str!(\"hold.lua\")";
        assert!(faults("lua/hold.lua", good, core).is_empty());
        assert_eq!(faults("lua/hold.lua", good, "").len(), 1);
        assert_eq!(faults("lua/hold.lua", "return 1", core).len(), 4);
    }
}
