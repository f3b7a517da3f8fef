//! The API as the code states it, kept in the repository: the document for programs, and what is
//! made of it for people. The reference is plain HTML of our own making: the known viewers are a
//! megabyte of script, show nothing without it, and want styles that the site's policy forbids.

mod page;
mod problems;
mod reference;
mod schema;

use crate::checkout::root;
use crate::command::{command, output};
use crate::dev::binaries;
use crate::kept;
use anyhow::{Context, Result};
use std::fs;

/// What people have to run when a file is not up to date.
const COMMAND: &str = "cargo xtask openapi";
/// The stylesheet of the reference; the console's listener serves a copy.
const STYLESHEET: &str = "edge/site/css/reference.css";

/// What stands first on the buyers' reference.
const FOR_BUYERS: &str = "Everything that the shop's own pages do, programs may do too. JSON in \
    and out; unknown fields are refused; times are RFC 3339 in UTC, and `_ms` are milliseconds; \
    money is in minor units with its currency; ids have a prefix and are never reused.\n\n\
    Every POST that creates takes an `Idempotency-Key`: the same key again gets the same answer, \
    so a request whose answer was lost is simply sent again. Lists come in pages: send \
    `next_cursor` back as `cursor`. The document for generators is `/api/v1/openapi.json`.";
/// What stands first on the staff's reference.
const FOR_STAFF: &str = "What the console does, scripts may do: sign in at `/staff/v1/sign-in`, \
    then send the token as `Authorization: Bearer`. Every POST that creates takes an \
    `Idempotency-Key`: the same key again gets the same answer. Lists come in pages: send \
    `next_cursor` back as `cursor`. The document for generators is `/staff/v1/openapi.json`.";

/// `cargo xtask openapi`: writes all of it anew, or with `check` only compares.
pub(crate) fn write(check: bool) -> Result<()> {
    let json = output(command(binaries()?.frontrow).arg("openapi"))?;
    let document = serde_json::from_str(&json).context("`frontrow openapi` prints no JSON")?;
    let stylesheet = fs::read_to_string(root().join(STYLESHEET)).context(STYLESHEET)?;
    let buyers = |path: &str| !path.starts_with("/staff/");
    let staff = |path: &str| path.starts_with("/staff/");
    let (site, console) = (&page::SITE, &page::CONSOLE);
    let files = [
        ("docs/openapi.json", json),
        ("docs/PROBLEMS.md", problems::markdown(&document)),
        (
            "edge/site/developers/index.html",
            reference::html(site, "API for buyers' programs", FOR_BUYERS, &document, buyers),
        ),
        ("edge/site/developers/problems/index.html", problems::html(site, &document)),
        (
            "origin/console/api/index.html",
            reference::html(console, "Staff API", FOR_STAFF, &document, staff),
        ),
        ("origin/console/api/problems/index.html", problems::html(console, &document)),
        ("origin/console/api/reference.css", stylesheet),
    ];
    files.iter().try_for_each(|(path, now)| kept::whole(path, now, check, COMMAND))
}
