//! A value that fits a schema, with every field of it.

use serde_json::{Map, Value, json};

/// Stands in every secret that is sent, so that it would be found in a log.
pub(super) const CANARY: &str = "canary-4f1c9e";

/// Follows references, and takes the first of alternatives.
pub(super) fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return resolved(document, &document["components"]["schemas"][name]);
    }
    match schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        Some(parts) => resolved(document, &parts[0]),
        None => schema,
    }
}

/// Whether a schema takes values of this JSON type.
pub(super) fn takes(document: &Value, schema: &Value, kind: &str) -> bool {
    if let Some(parts) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        return parts.iter().any(|part| takes(document, part, kind));
    }
    match &resolved(document, schema)["type"] {
        Value::String(one) => one == kind || (one == "number" && kind == "integer"),
        Value::Array(many) => many.iter().any(|one| one == kind),
        _ => true,
    }
}

/// A value that fits.
pub(super) fn sample(document: &Value, schema: &Value) -> Value {
    let schema = resolved(document, schema);
    if !schema["example"].is_null() {
        return schema["example"].clone();
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds[0].as_str(),
        kind => kind.as_str(),
    };
    match kind {
        Some("object") => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            let of_field = |(name, field): (&String, &Value)| match name.as_str() {
                "email" => (name.clone(), format!("{CANARY}@example.com").into()),
                _ => (name.clone(), sample(document, field)),
            };
            Value::Object(fields.map(of_field).collect::<Map<_, _>>())
        }
        Some("array") => {
            let least = schema["minItems"].as_u64().unwrap_or(1).max(1);
            Value::Array((0..least).map(|_| sample(document, &schema["items"])).collect())
        }
        Some("integer" | "number") => schema["minimum"].as_i64().unwrap_or(1).into(),
        Some("boolean") => true.into(),
        _ => text(schema),
    }
}

fn text(schema: &Value) -> Value {
    if let Some(prefix) = id_prefix(schema) {
        return format!("{prefix}_{}", "0".repeat(32)).into();
    }
    match schema["format"].as_str() {
        Some("date-time") => json!("2031-01-01T00:00:00Z"),
        Some("password") => format!("password {CANARY}").into(),
        _ => CANARY.into(),
    }
}

/// The prefix of an id's pattern.
pub(super) fn id_prefix(schema: &Value) -> Option<&str> {
    schema["pattern"].as_str()?.strip_prefix('^')?.strip_suffix("_[0-9a-f]{32}$")
}
