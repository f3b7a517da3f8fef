//! The log as admins read it.

use frontrow_shared::id::{AccountId, AuditId};
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::Subject;

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Actor {
    /// The account.
    pub id: AccountId,
    /// Its address as it is now.
    pub email: String,
}

/// One act.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AuditEntry {
    /// `aud_…`
    pub id: AuditId,
    /// When it was done.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Who did it; null for the command line and failed sign-ins.
    pub actor: Option<Actor>,
    /// What was done, such as `sale.paused`.
    pub action: String,
    /// To which thing.
    pub subject: Subject,
    /// What it changed, as it was; null when there was nothing before.
    pub before: Option<Value>,
    /// What it changed, as it became; null when the action says it all.
    pub after: Option<Value>,
    /// The request, as in the logs; null for the command line.
    pub request_id: Option<String>,
}

/// A page of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditPage {
    /// Newest first.
    pub items: Vec<AuditEntry>,
    /// For the next page; null on the last.
    pub next_cursor: Option<AuditId>,
}
