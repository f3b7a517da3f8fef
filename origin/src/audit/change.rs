//! What differs between a thing before and after.

use serde_json::{Map, Value};

/// Of two objects the fields in which they differ; anything else stays whole. A field that one
/// of them lacks is null there.
pub(super) fn between(before: Value, after: Value) -> (Value, Value) {
    let (Value::Object(mut before), Value::Object(after)) = (before.clone(), after.clone()) else {
        return (before, after);
    };
    let (mut was, mut is) = (Map::new(), Map::new());
    for (field, after) in after {
        let before = before.remove(&field).unwrap_or_default();
        if before != after {
            was.insert(field.clone(), before);
            is.insert(field, after);
        }
    }
    for (field, before) in before {
        is.insert(field.clone(), Value::Null);
        was.insert(field, before);
    }
    (Value::Object(was), Value::Object(is))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_kept() {
        let before = json!({ "cap": 1, "mode": "paused", "presale": null, "gone": true });
        let after = json!({ "cap": 2, "mode": "paused", "presale": { "grade": 3 } });
        assert_eq!(
            between(before, after),
            (
                json!({ "cap": 1, "presale": null, "gone": true }),
                json!({ "cap": 2, "presale": { "grade": 3 }, "gone": null }),
            )
        );
        assert_eq!(between(json!({ "cap": 1 }), json!({ "cap": 1 })), (json!({}), json!({})));
        assert_eq!(between(json!(1), json!({ "a": 1 })), (json!(1), json!({ "a": 1 })));
    }
}
