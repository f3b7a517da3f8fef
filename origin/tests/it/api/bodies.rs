//! Bodies that are wrong in every way that the document knows.

use serde_json::{Value, json};

use super::digest;
use super::document::{document, operations};
use super::log::Log;
use super::refusal::{fault, problem_fault};
use super::samples::{CANARY, sample};
use super::spoilt;
use super::world::{Call, World};

#[tokio::test]
async fn every_spoilt_body_is_refused_with_a_problem_and_changes_nothing() {
    let log = Log::keep();
    let world = World::open().await;
    let document = document();
    let mut faults = Vec::new();
    let mut sent = 0;
    for operation in operations(&document) {
        let Some(schema) = operation.body() else { continue };
        let before = digest::of(&world.shop.app).await;
        let call = Call::new(&operation, world.address(&operation));
        let mut spoilt = spoilt::all(&document, schema);
        assert!(spoilt.len() > 15, "{operation}: {}", spoilt.len());
        if let Some(plain) = spoilt.first_mut() {
            plain.body = sample(&document, schema).to_string().into_bytes();
            let call = Call { kind: Some("text/plain"), ..call.clone() };
            let answer = world.call(call.body(plain.body.clone())).await;
            if answer.code() != "media_type_unsupported" {
                faults.push(format!("{operation} as text/plain: {}", answer.status));
            }
            plain.body.clear();
        }
        sent += spoilt.len();
        for one in spoilt {
            let answer = world.call(call.clone().body(one.body)).await;
            let fault = fault(&operation, &answer).or_else(|| {
                let read = one.unreadable && answer.code() != "body_invalid";
                read.then(|| format!("{} {}", answer.status, answer.code()))
            });
            if let Some(fault) = fault {
                faults.push(format!("{operation} when {}: {fault}", one.what));
            }
        }
        let after = digest::of(&world.shop.app).await;
        let changed: Vec<_> = after.iter().filter(|line| !before.contains(line)).collect();
        if !changed.is_empty() {
            faults.push(format!("{operation} changed {changed:?}"));
        }
    }
    assert!(sent > 1_000, "the walk has bodies: {sent}");
    assert!(faults.is_empty(), "{} of {sent}:\n{}", faults.len(), faults.join("\n"));
    let told = log.lines_with(&[CANARY]);
    assert!(told.is_empty(), "{told:#?}");
}

#[tokio::test]
async fn good_and_odd_text_get_an_answer_that_the_document_knows() {
    let log = Log::keep();
    let world = World::open().await;
    let document = document();
    let long = format!("e{}", "\u{301}".repeat(2_000));
    let texts = [
        "",
        "\u{202e}gnp.exe",
        "a\u{200b}b\u{feff}",
        "👨‍👩‍👧‍👦",
        &long,
        "'; drop table x;--",
        "<b>&amp;",
    ];
    let mut faults = Vec::new();
    for operation in operations(&document) {
        let Some(schema) = operation.body() else { continue };
        let good = sample(&document, schema);
        for text in texts {
            let body = match text {
                "" => good.clone(),
                odd => with_text(&good, &format!("{CANARY}{odd}")),
            };
            let call = Call::new(&operation, world.address(&operation));
            let answer = world.call(call.body(body.to_string().into_bytes())).await;
            let known = !operation.says["responses"][answer.status.to_string()].is_null();
            let fault = match answer.status {
                500.. => Some(format!("answers {}", answer.status)),
                400.. => problem_fault(&operation, &answer),
                status => (!known).then(|| format!("{status} is not in the document")),
            };
            if let Some(fault) = fault {
                faults.push(format!("{operation} with {text:.20}: {fault}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(log.lines_with(&[CANARY]).is_empty(), "{:#?}", log.lines_with(&[CANARY]));
}

/// Every free text of a value replaced.
fn with_text(value: &Value, text: &str) -> Value {
    match value {
        Value::String(old) if old.contains(CANARY) => json!(text),
        Value::Array(items) => items.iter().map(|item| with_text(item, text)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), with_text(value, text)));
            Value::Object(fields.collect())
        }
        other => other.clone(),
    }
}
