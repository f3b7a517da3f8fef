//! The table of problem codes, as the document carries it in `x-problems`.

use super::page::{Place, page, sentence};
use serde_json::Value;
use std::fmt::Write;

/// What an answer with a problem is.
const INTRODUCTION: &str = "Every error is answered as `application/problem+json` (RFC 9457). \
    Programs compare `code`, which never changes; `status` is the HTTP status, `detail` says what \
    happened this time, `request_id` is the name to give when asking for help. Some codes bring \
    members of their own, such as the taken `seats`. New codes may be added: treat one that you do \
    not know by its status. Where the answer has a `Retry-After`, wait that long.";

/// A row of the table.
struct Row<'a> {
    code: &'a str,
    status: &'a Value,
    title: &'a str,
    advice: &'a str,
}

fn rows(document: &Value) -> impl Iterator<Item = Row<'_>> {
    document["x-problems"].as_array().into_iter().flatten().map(|row| Row {
        code: row["code"].as_str().unwrap_or_default(),
        status: &row["status"],
        title: row["title"].as_str().unwrap_or_default(),
        advice: row["advice"].as_str().unwrap_or_default(),
    })
}

/// `docs/PROBLEMS.md`.
pub(super) fn markdown(document: &Value) -> String {
    let mut out = format!(
        "# Problems\n\n<!-- Written by `cargo xtask openapi` from shared/src/problem.rs. -->\n\n\
         {INTRODUCTION}\n\n| code | status | what happened | what to do |\n|---|---|---|---|\n"
    );
    for Row { code, status, title, advice } in rows(document) {
        let _ = writeln!(out, "| `{code}` | {status} | {title} | {advice} |");
    }
    out
}

/// The page that a problem's `type` leads to.
pub(super) fn html(place: &Place, document: &Value) -> String {
    let mut main = format!("<p>{}</p>\n<dl class=\"problems\">\n", sentence(INTRODUCTION));
    for Row { code, status, title, advice } in rows(document) {
        let _ = writeln!(
            main,
            "<div id=\"{code}\"><dt><code>{code}</code> <span class=\"status\">{status}</span></dt>\
             <dd>{}</dd><dd class=\"muted\">{}</dd></div>",
            sentence(title),
            sentence(advice)
        );
    }
    main.push_str("</dl>\n");
    page(place, "Problems", &main)
}
