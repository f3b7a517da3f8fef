//! What a refusal has to be.

use frontrow_shared::problem::{CONTENT_TYPE, Code, TYPE_BASE};

use super::document::Operation;
use crate::harness::Answer;

/// What is wrong with an answer that should be a problem below 500.
pub(super) fn fault(operation: &Operation, answer: &Answer) -> Option<String> {
    if !(400..500).contains(&answer.status) {
        return Some(format!("answers {}", answer.status));
    }
    problem_fault(operation, answer)
}

/// What is wrong with a problem.
pub(super) fn problem_fault(operation: &Operation, answer: &Answer) -> Option<String> {
    let body = String::from_utf8_lossy(&answer.body);
    if answer.headers.get("content-type").is_none_or(|kind| kind != CONTENT_TYPE) {
        return Some(format!("{} is no problem: {body}", answer.status));
    }
    let code = answer.code();
    let Some(known) = Code::ALL.iter().find(|known| known.as_str() == code) else {
        return Some(format!("{code} does not stand in the table"));
    };
    let told = |name: &str| answer.json[name].as_str().unwrap_or_default();
    let right = answer.json["status"] == answer.status
        && known.status() == answer.status
        && told("type") == format!("{TYPE_BASE}{code}")
        && told("title") == known.title();
    if !right {
        return Some(format!("{body} is not what the table says of {code}"));
    }
    if told("detail").len() < 10 || told("request_id").is_empty() {
        return Some(format!("{body} helps nobody"));
    }
    if !operation.codes(answer.status).contains(&code) {
        return Some(format!("{} {code} is not in the document", answer.status));
    }
    None
}
