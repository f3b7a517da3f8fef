//! Files that are written from the code and kept in the repository, so that changes show in review
//! and readers need not build anything.

use crate::checkout::{made, root};
use anyhow::{Context, Result, bail};
use std::fs;

/// Writes `now` into the whole file `path`, or with `check` only compares; `command` is what
/// people have to run when it differs.
pub(crate) fn whole(path: &str, now: &str, check: bool, command: &str) -> Result<()> {
    let kept = fs::read_to_string(root().join(path)).unwrap_or_default();
    write(path, &kept, &format!("{}\n", now.trim_end()), check, command)
}

/// Like [`whole`], but only between the lines `<!-- {name} -->` and `<!-- /{name} -->`.
pub(crate) fn between(path: &str, name: &str, now: &str, check: bool, command: &str) -> Result<()> {
    let kept = fs::read_to_string(root().join(path)).with_context(|| format!("no {path}"))?;
    let parts = parts(&kept, name).with_context(|| format!("{path} has no part `{name}`"))?;
    let text = format!("{}{}\n{}", parts.0, now.trim_end(), parts.1);
    write(path, &kept, &text, check, command)
}

/// What stands before and behind the part, its own lines included.
fn parts<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n"));
    let begin = text.find(&begin)? + begin.len();
    let end = begin + text.get(begin..)?.find(&end)?;
    Some((text.get(..begin)?, text.get(end..)?))
}

fn write(path: &str, kept: &str, now: &str, check: bool, command: &str) -> Result<()> {
    if kept == now {
        say!("  {path} is up to date");
        return Ok(());
    }
    if check {
        bail!("{path} is not what the code says: run `{command}` and commit it");
    }
    let file = root().join(path);
    if let Some(folder) = file.parent() {
        made(folder.to_path_buf())?;
    }
    fs::write(file, now).with_context(|| format!("cannot write {path}"))?;
    say!("  {path} written");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_part_is_found_by_its_name() {
        let text = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n";
        assert_eq!(parts(text, "x"), Some(("a\n<!-- x -->\n", "<!-- /x -->\nb\n")));
        assert_eq!(parts(text, "y"), None);
    }
}
