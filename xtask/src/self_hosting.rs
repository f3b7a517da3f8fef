//! `deploy/workerd/assets.json`: for a workerd of one's own, what Cloudflare reads from
//! `wrangler.toml` and `edge/site/_headers` itself.

use crate::checkout::root;
use crate::kept;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;

/// Where it is kept.
const KEPT: &str = "deploy/workerd/assets.json";

/// Writes the file anew, or with `check` only compares; `command` is what people have to run.
pub(crate) fn write(check: bool, command: &str) -> Result<()> {
    let read = |file| fs::read_to_string(root().join(file)).with_context(|| format!("no {file}"));
    let assets = assets(&read("wrangler.toml")?, &read("edge/site/_headers")?)?;
    kept::whole(KEPT, &serde_json::to_string_pretty(&assets)?, check, command)
}

/// The part `[assets]` without what only Cloudflare wants, and the headers.
fn assets(wrangler: &str, headers: &str) -> Result<Value> {
    let wrangler: toml::Table = wrangler.parse().context("wrangler.toml cannot be read")?;
    let set = |name| wrangler.get("assets").and_then(|assets| assets.get(name));
    Ok(json!({
        "html_handling": set("html_handling"),
        "not_found_handling": set("not_found_handling"),
        "run_worker_first": set("run_worker_first"),
        "headers": headers,
    }))
}

#[cfg(test)]
mod tests {
    use super::assets;

    #[test]
    fn takes_what_workerd_knows() {
        let wrangler = "[assets]\nbinding = \"A\"\nrun_worker_first = [\"/q/*\"]\n";
        let made = assets(wrangler, "/*\n  X: y\n").unwrap();
        assert_eq!(made["run_worker_first"][0], "/q/*");
        assert_eq!(made["headers"], "/*\n  X: y\n");
        assert_eq!(made.get("binding"), None);
    }
}
