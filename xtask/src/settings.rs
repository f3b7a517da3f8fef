//! The tables of settings in `docs/OPERATIONS.md`: the core's as its command line declares them,
//! the edge's as `wrangler.toml` comments them.

use crate::checkout::root;
use crate::command::{command, output};
use crate::dev::binaries;
use crate::{kept, self_hosting};
use anyhow::{Context, Result};
use std::fs;

/// Where they are kept.
const KEPT: &str = "docs/OPERATIONS.md";
/// What writes them.
const COMMAND: &str = "cargo xtask settings";

/// `cargo xtask settings`: writes the tables anew, or with `check` only compares.
pub(crate) fn write(check: bool) -> Result<()> {
    let core = output(command(binaries()?.frontrow).arg("settings"))?;
    kept::between(KEPT, "settings of the core", &core, check, COMMAND)?;
    let wrangler = fs::read_to_string(root().join("wrangler.toml")).context("no wrangler.toml")?;
    kept::between(KEPT, "settings of the edge", &edge(&wrangler), check, COMMAND)?;
    self_hosting::write(check, COMMAND)
}

/// The table of `[vars]`; the comment above each line says what it is.
fn edge(wrangler: &str) -> String {
    let mut table = "| variable | in wrangler.toml | what it is |\n|---|---|---|\n".to_owned();
    let mut comment = Vec::new();
    let vars = wrangler.lines().skip_while(|line| *line != "[vars]").skip(1);
    for line in vars.take_while(|line| !line.starts_with('[')) {
        if let Some(text) = line.strip_prefix('#') {
            comment.push(text.trim());
        } else if let Some((name, value)) = line.split_once(" = ") {
            let (value, meaning) = (value.trim_matches('"'), comment.join(" "));
            let value = if value.is_empty() { "empty".to_owned() } else { format!("`{value}`") };
            table += &format!("| `{name}` | {value} | {} |\n", meaning.replace('|', "\\|"));
            comment.clear();
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::edge;

    #[test]
    fn comments_become_meanings() {
        let table =
            edge("[vars]\n# What\n# it is.\nA = \"1\"\n# Other.\nB = \"\"\n\n[x]\nC = \"2\"\n");
        let rows: Vec<_> = table.lines().skip(2).collect();
        assert_eq!(rows, ["| `A` | `1` | What it is. |", "| `B` | empty | Other. |"]);
    }
}
