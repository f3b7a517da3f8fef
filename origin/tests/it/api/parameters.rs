//! Addresses, queries and headers that are wrong.

use super::digest;
use super::document::{document, operations};
use super::refusal::fault;
use super::samples::id_prefix;
use super::world::{Call, World};

#[tokio::test]
async fn every_wrong_address_query_and_key_is_refused() {
    let world = World::open().await;
    let document = document();
    let before = digest::of(&world.shop.app).await;
    let mut faults = Vec::new();
    for operation in operations(&document) {
        let right = world.address(&operation);
        let body = operation
            .body()
            .map(|schema| super::samples::sample(&document, schema).to_string().into_bytes())
            .unwrap_or_default();
        let mut calls = Vec::new();
        for (name, schema) in operation.parameters("path") {
            let schema = super::samples::resolved(&document, schema);
            let place = operation.path.split('/').position(|part| part == format!("{{{name}}}"));
            let place = place.expect("a place in the path");
            let mut wrong = vec!["%00", "a%00b", "%ff", "%F0%9F%91%BB%E2%80%8D%E2%80%AE"];
            let long = "x".repeat(3_000);
            let other = format!("zzz_{}", "0".repeat(32));
            let upper = id_prefix(schema).map(|prefix| format!("{prefix}_{}", "A".repeat(32)));
            if let Some(upper) = &upper {
                wrong.extend(["x", "-1", "..%2f..%2fstaff", &long, &other, upper]);
            }
            for wrong in wrong {
                let mut parts: Vec<&str> = right.split('/').collect();
                parts[place] = wrong;
                calls.push((format!("{name} is {wrong:.40}"), parts.join("/"), None));
            }
        }
        if !operation.parameters("query").is_empty() {
            let mut wrong = vec!["unknown=1".to_owned(), "%00=1".to_owned()];
            for (name, _) in operation.parameters("query") {
                wrong.push(format!("{name}=a%00b"));
                wrong.push(format!("{name}=%ff"));
                wrong.push(format!("{name}=1&{name}=2"));
            }
            let ask =
                wrong.into_iter().map(|query| (query.clone(), format!("{right}?{query}"), None));
            calls.extend(ask);
        }
        if !operation.parameters("header").is_empty() {
            for key in ["", "short", "with space in it", "über-lang", &"k".repeat(101)] {
                let key = Some(key.as_bytes().to_vec());
                calls.push((format!("its key is {key:?}"), right.clone(), key));
            }
        }
        for (what, address, key) in calls {
            let mut call = Call::new(&operation, address).body(body.clone());
            if let Some(key) = key {
                call.key = key;
            }
            let answer = world.call(call).await;
            if let Some(fault) = fault(&operation, &answer) {
                faults.push(format!("{operation} when {what}: {fault}"));
            }
        }
    }
    let after = digest::of(&world.shop.app).await;
    let changed: Vec<_> = after.iter().filter(|line| !before.contains(line)).collect();
    assert!(faults.is_empty(), "{}:\n{}", faults.len(), faults.join("\n"));
    assert!(changed.is_empty(), "{changed:?}");
}
