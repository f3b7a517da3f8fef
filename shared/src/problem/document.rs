//! The document that goes over the wire.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Code, TYPE_BASE};

/// A problem document.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable address for the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sentence of the code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// What happened this time and what to do about it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
    /// The id to name when asking for help.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub request_id: Option<String>,
    /// Members of single codes, such as `opens_at_ms` or the taken `seats`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Problem {
    /// The problem of `code` with nothing to add.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("{TYPE_BASE}{}", code.as_str()),
            title: code.title().to_owned(),
            status: code.status(),
            code: code.as_str().to_owned(),
            detail: Some(code.advice().to_owned()),
            request_id: None,
            extra: Map::new(),
        }
    }

    /// Adds what happened this time.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a member of its own.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    /// Names the request.
    #[must_use]
    pub fn request(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extras_stand_beside_the_standard_members() {
        let problem = Problem::new(Code::SeatTaken).with("seats", vec![7]);
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(json["code"], "seat_taken");
        assert_eq!(json["seats"][0], 7);
        assert_eq!(serde_json::from_value::<Problem>(json).unwrap(), problem);
    }
}
