//! Bodies that no operation may take, made from the schema of the one that it takes.

use serde_json::{Value, json};

use super::samples::{id_prefix, resolved, sample, takes};

/// A body and what is wrong with it.
pub(super) struct Spoilt {
    pub(super) what: String,
    pub(super) body: Vec<u8>,
    /// Whether reading it fails already, whatever it speaks of.
    pub(super) unreadable: bool,
}

/// One value of each JSON type.
fn of_each_type() -> [(&'static str, Value); 6] {
    [
        ("null", Value::Null),
        ("boolean", json!(true)),
        ("number", json!(1.5)),
        ("string", json!("words")),
        ("array", json!([])),
        ("object", json!({})),
    ]
}

/// What was set by clients of other shops, to their gain.
const UNKNOWN: [&str; 6] = ["unknown", "price", "total", "account_id", "roles", "__proto__"];

/// All spoilt bodies of a schema.
pub(super) fn all(document: &Value, schema: &Value) -> Vec<Spoilt> {
    let good = sample(document, schema);
    let text = good.to_string();
    let inner = text.trim_start_matches('{').trim_end_matches('}');
    let broken = [
        ("nothing", String::new()),
        ("half of it", text[..text.len() / 2].to_owned()),
        ("something behind it", format!("{text} {{}}")),
        ("not JSON", "<order><price>1</price></order>".to_owned()),
        ("no UTF-8", String::new()),
        ("a list around it", format!("[{text}]")),
        ("too deep", format!("{}{}", "[".repeat(5_000), "]".repeat(5_000))),
        ("a field twice", format!("{{{inner},{inner}}}")),
        ("too large", format!("{{\"unknown\":\"{}\"}}", "x".repeat(70 * 1024))),
        ("a lone surrogate", format!("{{\"unknown\":\"\\ud800\",{inner}}}")),
        ("a number beyond all", format!("{{\"unknown\":1e999,{inner}}}")),
    ];
    let mut spoilt: Vec<Spoilt> = broken
        .into_iter()
        .map(|(what, body)| {
            let unreadable = !["nothing", "too large"].contains(&what);
            Spoilt { what: what.to_owned(), body: body.into_bytes(), unreadable }
        })
        .collect();
    spoilt[4].body = b"{\"unknown\":\"\xff\xfe\"}".to_vec();
    let mut keep = |what: String, value: &Value, unreadable: bool| {
        spoilt.push(Spoilt { what, body: value.to_string().into_bytes(), unreadable });
    };
    for (kind, value) in of_each_type().into_iter().filter(|(kind, _)| *kind != "object") {
        keep(format!("{kind} in its place"), &value, true);
    }
    places(document, schema, &mut Vec::new(), &mut |place, schema| {
        for (what, value) in wrong(document, schema) {
            let unreadable = of_each_type().iter().any(|(kind, _)| *kind == what && what != "null");
            keep(format!("{} is {what}", place.join(".")), &put(&good, place, value), unreadable);
        }
        for name in UNKNOWN.iter().filter(|name| schema["properties"][**name].is_null()) {
            if schema["properties"].is_object() {
                let mut place = place.to_vec();
                place.push((*name).to_owned());
                keep(format!("unknown {}", place.join(".")), &put(&good, &place, json!(1)), true);
            }
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            let mut without = good.clone();
            let holder = place.iter().try_fold(&mut without, |value, part| step(value, part));
            if let Some(Value::Object(fields)) = holder {
                fields.remove(name.as_str().expect("a name"));
                keep(format!("{}.{name} is missing", place.join(".")), &without, true);
            }
        }
    });
    spoilt
}

/// Visits every place of a schema: itself, its fields, its items.
fn places(
    document: &Value,
    schema: &Value,
    place: &mut Vec<String>,
    visit: &mut impl FnMut(&[String], &Value),
) {
    let here = resolved(document, schema);
    // The alternatives of a nullable place count for what it takes.
    let shown = if here["properties"].is_object() { here } else { schema };
    visit(place, shown);
    for (name, field) in here["properties"].as_object().into_iter().flatten() {
        place.push(name.clone());
        places(document, field, place, visit);
        place.pop();
    }
    if here["items"].is_object() {
        place.push("0".to_owned());
        places(document, &here["items"], place, visit);
        place.pop();
    }
}

/// Values that a place may not hold.
fn wrong(document: &Value, schema: &Value) -> Vec<(String, Value)> {
    let mut wrong: Vec<(String, Value)> = of_each_type()
        .into_iter()
        .filter(|(kind, _)| !takes(document, schema, kind))
        .map(|(kind, value)| (kind.to_owned(), value))
        .collect();
    let schema = resolved(document, schema);
    let mut add = |what: &str, value: Value| wrong.push((what.to_owned(), value));
    if takes(document, schema, "string") {
        add("text with NUL", json!("a\u{0}b"));
        let known = schema["enum"].is_array() || schema["format"] == "date-time";
        if known || id_prefix(schema).is_some() {
            add("another word", json!("\u{202e}sal_\u{200b}0"));
            add("empty", json!(""));
        }
        if let Some(most) = schema["maxLength"].as_u64() {
            add("too long", json!("👨‍👩‍👧‍👦".repeat(most as usize)));
        }
        if schema["minLength"].as_u64().is_some_and(|least| least > 0) {
            add("too short", json!(""));
        }
    }
    if takes(document, schema, "integer") {
        add("beyond 64 bits", json!(18_446_744_073_709_551_615_u64));
        add("a number as text", json!("1"));
        for (limit, by) in [("minimum", -1), ("maximum", 1)] {
            if let Some(limit) = schema[limit].as_i64() {
                add("beyond its limit", json!(limit + by));
            }
        }
    }
    if let Some(most) = schema["maxItems"].as_u64() {
        let item = sample(document, &schema["items"]);
        add("too many", Value::Array(vec![item; most as usize + 1]));
    }
    if schema["uniqueItems"] == true {
        let item = sample(document, &schema["items"]);
        add("one thing twice", json!([item, item]));
    }
    if schema["minItems"].as_u64().is_some_and(|least| least > 0) {
        add("too few", json!([]));
    }
    wrong
}

fn step<'a>(value: &'a mut Value, part: &str) -> Option<&'a mut Value> {
    match value {
        Value::Array(items) => items.get_mut(part.parse::<usize>().ok()?),
        value => value.get_mut(part),
    }
}

/// `good` with `value` at `place`.
fn put(good: &Value, place: &[String], value: Value) -> Value {
    let mut whole = good.clone();
    let Some((last, holder)) = place.split_last() else { return value };
    let holder = holder.iter().try_fold(&mut whole, |value, part| step(value, part));
    match holder {
        Some(Value::Object(fields)) => drop(fields.insert(last.clone(), value)),
        Some(Value::Array(items)) => items[0] = value,
        _ => panic!("no place {place:?}"),
    }
    whole
}
