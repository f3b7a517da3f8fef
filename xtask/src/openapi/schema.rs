//! JSON schemas in words: `string, 8 to 100 characters` instead of their keywords.

use super::page::{sentence, text};
use serde_json::Value;
use std::fmt::Write;

/// The name that a reference ends in.
pub(super) fn referred(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// A schema on one line, as HTML; named ones are links.
pub(super) fn inline(schema: &Value) -> String {
    if let Some(name) = referred(schema) {
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema[key].as_array() {
            let parts: Vec<String> = parts.iter().map(inline).collect();
            return parts.join(if key == "allOf" { " and " } else { " or " });
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => vec!["any value"],
    };
    let mut words = kinds
        .iter()
        .map(|kind| match *kind {
            "array" => format!("array of {}", inline(&schema["items"])),
            kind => text(kind),
        })
        .collect::<Vec<_>>()
        .join(" or ");
    for limit in limits(schema) {
        let _ = write!(words, ", {limit}");
    }
    words
}

/// The limits of a schema.
fn limits(schema: &Value) -> Vec<String> {
    let mut limits = Vec::new();
    if let Some(format) = schema["format"].as_str() {
        limits.push(text(format));
    }
    if let Some(values) = schema["enum"].as_array() {
        let values = values.iter().map(|value| format!("<code>{}</code>", text(&plain(value))));
        limits.push(values.collect::<Vec<_>>().join(" "));
    }
    for (least, most, what) in [
        ("minLength", "maxLength", " characters"),
        ("minItems", "maxItems", " of them"),
        ("minimum", "maximum", ""),
    ] {
        match (&schema[least], &schema[most]) {
            (Value::Null, Value::Null) => {}
            (least, Value::Null) => limits.push(format!("{}{what} or more", plain(least))),
            (Value::Null, most) => limits.push(format!("at most {}{what}", plain(most))),
            (least, most) => limits.push(format!("{} to {}{what}", plain(least), plain(most))),
        }
    }
    if let Some(pattern) = schema["pattern"].as_str() {
        limits.push(format!("<code>{}</code>", text(pattern)));
    }
    limits
}

/// A value as people write it.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A named schema with its fields, as HTML.
pub(super) fn block(name: &str, schema: &Value) -> String {
    let mut out = format!("<article id=\"{name}\">\n<h3><code>{name}</code></h3>\n");
    if let Some(words) = schema["description"].as_str() {
        let _ = writeln!(out, "<p>{}</p>", sentence(words));
    }
    let Some(fields) = schema["properties"].as_object() else {
        let _ = writeln!(out, "<p>{}</p>\n</article>", inline(schema));
        return out;
    };
    let needed = |field: &str| {
        schema["required"].as_array().is_some_and(|all| all.iter().any(|name| name == field))
    };
    out.push_str("<ul class=\"fields\">\n");
    for (field, schema) in fields {
        let words = schema["description"].as_str().or_else(|| {
            let first = schema["oneOf"].as_array().and_then(|parts| parts.first());
            first.and_then(|part| part["description"].as_str())
        });
        let _ = writeln!(out, "<li>{}</li>", self::field(field, schema, needed(field), words));
    }
    out.push_str("</ul>\n</article>\n");
    out
}

/// A field or parameter on one line, as HTML.
pub(super) fn field(name: &str, schema: &Value, needed: bool, words: Option<&str>) -> String {
    let optional = if needed { "" } else { " <span class=\"muted\">optional</span>" };
    let words = words.map(|words| format!("<br>{}", sentence(words))).unwrap_or_default();
    format!(
        "<code>{}</code> <span class=\"kind\">{}</span>{optional}{words}",
        text(name),
        inline(schema)
    )
}

#[cfg(test)]
mod tests {
    use super::inline;
    use serde_json::json;

    #[test]
    fn a_schema_reads_as_words() {
        let key = json!({ "type": "string", "minLength": 8, "maxLength": 100 });
        assert_eq!(inline(&key), "string, 8 to 100 characters");
        let seats = json!({ "type": ["array", "null"], "items": { "$ref": "#/x/Seat" } });
        assert_eq!(inline(&seats), "array of <a href=\"#Seat\">Seat</a> or null");
    }
}
