//! The document as the tests read it.

use frontrow_shared::id::SaleId;
use serde_json::Value;

/// What an operation asks of its caller, as its security requirement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    Nothing,
    Account,
    Pass { signed_in: bool },
    Role,
}

/// One operation of the document.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) says: Value,
}

/// The whole document.
pub(super) fn document() -> Value {
    serde_json::to_value(frontrow::openapi::document()).expect("it is JSON")
}

/// All operations of the document.
pub(super) fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().expect("paths");
    let all = paths.iter().flat_map(|(path, methods)| {
        methods.as_object().expect("methods").iter().map(|(method, says)| Operation {
            method: method.to_uppercase(),
            path: path.clone(),
            says: says.clone(),
        })
    });
    let all: Vec<_> = all.collect();
    assert!(all.len() > 50, "the walk has operations: {}", all.len());
    all
}

impl Operation {
    /// Whether it is on the internal listener.
    pub(super) fn is_staff(&self) -> bool {
        self.path.starts_with("/staff/")
    }

    pub(super) fn asks(&self) -> Asks {
        let sets = self.says["security"].as_array().expect("every operation says who may call");
        let Some(first) = sets.first().and_then(Value::as_object) else { return Asks::Nothing };
        let has = |name: &str| first.contains_key(name);
        if has("pass") {
            return Asks::Pass { signed_in: first.len() > 1 };
        }
        match (has("access"), has("staff")) {
            (true, _) => Asks::Account,
            (_, true) => Asks::Role,
            _ => Asks::Nothing,
        }
    }

    /// The schema of its JSON body, if it takes one that is read.
    pub(super) fn body(&self) -> Option<&Value> {
        let schema = &self.says["requestBody"]["content"]["application/json"]["schema"];
        (!schema.is_null() && !self.path.starts_with("/webhooks/")).then_some(schema)
    }

    /// Its parameters in `place`: name and schema.
    pub(super) fn parameters(&self, place: &str) -> Vec<(&str, &Value)> {
        let all = self.says["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let here = all.iter().filter(|parameter| parameter["in"] == place);
        here.map(|parameter| (parameter["name"].as_str().expect("a name"), &parameter["schema"]))
            .collect()
    }

    /// The problem codes that it may answer with under `status`.
    pub(super) fn codes(&self, status: u16) -> Vec<&str> {
        let answer = &self.says["responses"][status.to_string()];
        let schema = &answer["content"]["application/problem+json"]["schema"];
        let codes = schema["allOf"][1]["properties"]["code"]["enum"].as_array();
        codes.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Its address about `sale`, every other part filled by `fill`.
    pub(super) fn address(&self, sale: SaleId, fill: impl Fn(&str) -> String) -> String {
        let parts = self.path.split('/').map(|part| {
            match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                Some("sale") => sale.to_string(),
                Some(name) => fill(name),
                None => part.to_owned(),
            }
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
