//! Reading the log. Admins alone: it shows what every member of staff did.

use axum::extract::State;
use frontrow_shared::id::AuditId;
use frontrow_shared::problem::Code;
use serde::Deserialize;
use time::OffsetDateTime;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::Wanted;
use super::{Action, AuditPage, service};
use crate::accounts::AdminCaller;
use crate::http::extract::{Json, Query};
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// Most characters of an id or address.
const WORD_MAX: usize = 254;

/// `/staff/v1/audit`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Which acts; what is absent does not narrow them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct AuditQuery {
    /// Who did it: `acc_…` or an e-mail address.
    #[param(min_length = 1, max_length = 254)]
    actor: Option<String>,
    /// What it was done to: an id such as `sal_…`, or an e-mail address.
    #[param(min_length = 1, max_length = 254)]
    subject: Option<String>,
    /// What was done.
    #[param(inline)]
    action: Option<Action>,
    /// Done at this instant or later.
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<OffsetDateTime>,
    /// Done before this instant.
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<OffsetDateTime>,
    /// `next_cursor` of the page before; absent for the first.
    cursor: Option<AuditId>,
}

/// What staff did, newest first; failed sign-ins too. Admins alone.
#[utoipa::path(get, path = "/staff/v1/audit", tag = "staff", params(AuditQuery),
    responses((status = 200, body = AuditPage)))]
async fn list(
    _: AdminCaller,
    State(state): State<AppState>,
    Query(query): Query<AuditQuery>,
) -> ApiResult<Json<AuditPage>> {
    let mut wanted = Wanted {
        subject: query.subject.map(word).transpose()?,
        action: query.action,
        from: query.from,
        to: query.to,
        ..Wanted::default()
    };
    if let Some(actor) = query.actor.map(word).transpose()? {
        match actor.parse() {
            Ok(id) => wanted.actor = Some(id),
            Err(_) => wanted.actor_email = Some(actor),
        }
    }
    Ok(Json(service::page(&state.db, &wanted, query.cursor).await?))
}

/// An id or address as somebody typed it.
fn word(text: String) -> ApiResult<String> {
    let good = (1..=WORD_MAX).contains(&text.chars().count()) && !text.contains(char::is_control);
    if good {
        return Ok(text);
    }
    let why = format!("actor and subject take 1 to {WORD_MAX} characters without control signs");
    Err(ApiError::new(Code::QueryInvalid).detail(why))
}
