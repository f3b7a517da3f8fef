//! How the catalog can refuse, and the problem that each refusal becomes.

use std::sync::Arc;

use frontrow_shared::catalog_query::CatalogQueryError;
use frontrow_shared::problem::Code;

use super::entry::EntryError;
use super::plans::{Faults, PlanError};
use super::window::WindowError;
use crate::http::ApiError;
use crate::intents::IntentError;

/// Why the catalog did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// No such venue.
    #[error("there is no such venue")]
    VenueNotFound,
    /// No such event.
    #[error("there is no such event")]
    EventNotFound,
    /// No such performance, or not published yet.
    #[error("there is no such performance")]
    PerformanceNotFound,
    /// No such sale, or its performance is not published yet.
    #[error("there is no such sale")]
    SaleNotFound,
    /// A field of an entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// Lines of a plan.
    #[error(transparent)]
    Plan(#[from] Faults),
    /// What it is used for forbids the change.
    #[error("{0}")]
    InUse(&'static str),
    /// The Idempotency-Key was used for another entry.
    #[error("this Idempotency-Key was used for another entry; take a new one")]
    KeyReused,
    /// A cursor that this API never gave out.
    #[error("the cursor is not one of ours; leave it out to start anew")]
    Cursor,
    /// A task of ours ended before it had read a plan.
    #[error("reading the plan ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
    /// PostgreSQL.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// What another request, which asked for the same at the same time, was told.
    #[error("{0}")]
    Shared(Arc<CatalogError>),
}

impl From<PlanError> for CatalogError {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Entry(error) => Self::Entry(error),
            PlanError::Text(faults) => Self::Plan(faults),
        }
    }
}

impl From<CatalogError> for ApiError {
    fn from(error: CatalogError) -> Self {
        let code = match &error {
            CatalogError::VenueNotFound => Code::VenueNotFound,
            CatalogError::EventNotFound => Code::EventNotFound,
            CatalogError::PerformanceNotFound => Code::PerformanceNotFound,
            CatalogError::SaleNotFound => Code::SaleNotFound,
            CatalogError::InUse(reason) => {
                return Self::new(Code::CatalogInUse).detail(*reason);
            }
            CatalogError::KeyReused => Code::IdempotencyKeyReused,
            CatalogError::Cursor => {
                return Self::new(Code::QueryInvalid).detail(error.to_string());
            }
            CatalogError::Entry(entry) => {
                return Self::new(Code::CatalogInvalid)
                    .detail(entry.to_string())
                    .with("field", entry.field.as_str());
            }
            CatalogError::Plan(faults) => {
                let lines = serde_json::to_value(&faults.0).unwrap_or_default(); // texts: cannot fail
                return Self::new(Code::PlanInvalid)
                    .detail(faults.to_string())
                    .with("faults", lines);
            }
            CatalogError::Task(_) => return Self::internal(error),
            CatalogError::Database(_) => match error {
                CatalogError::Database(error) => return error.into(),
                _ => Code::Internal,
            },
            CatalogError::Shared(shared) => match shared.as_ref() {
                CatalogError::Database(cause) if crate::db::is_unavailable(cause) => {
                    return Self::unavailable(error);
                }
                _ => return Self::internal(error),
            },
        };
        Self::new(code)
    }
}

impl From<CatalogQueryError> for ApiError {
    fn from(error: CatalogQueryError) -> Self {
        Self::new(Code::QueryInvalid).detail(error.to_string())
    }
}

impl From<WindowError> for ApiError {
    fn from(error: WindowError) -> Self {
        match error {
            WindowError::NotOpen { opens_at } => {
                Self::new(Code::SaleNotOpen).with("opens_at_ms", opens_at.0)
            }
            WindowError::MembersOnly { grade, general_opens_at } => {
                Self::new(Code::MembershipRequired)
                    .with("presale_grade", grade)
                    .with("opens_at_ms", general_opens_at.0)
            }
            WindowError::Over => Self::new(Code::SaleOver),
        }
        .detail(error.to_string())
    }
}

impl From<IntentError> for CatalogError {
    fn from(error: IntentError) -> Self {
        match error {
            IntentError::Reused => Self::KeyReused,
            IntentError::Sql(error) => error.into(),
        }
    }
}
