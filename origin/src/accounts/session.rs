//! A session that lives at this moment: who may change the account itself.
//!
//! An access token says who somebody is for up to ten minutes, whatever happened since. For
//! buying that is enough, and no row is read for it; whoever ends a session must not find it
//! changing the password a minute later, so the account's own routes look at the row.

use axum::extract::{FromRef, FromRequestParts};
use frontrow_shared::hop;
use frontrow_shared::id::{AccountId, SessionId};
use http::request::Parts;
use sqlx::PgConnection;

use super::error::AccountError;
use super::session_store;
use crate::http::extract::Caller;
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// Somebody signed in by a session that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub account: AccountId,
    /// By which session.
    pub id: SessionId,
}

impl Session {
    /// Makes sure that the session has not ended meanwhile.
    ///
    /// # Errors
    /// It has; PostgreSQL.
    pub async fn still_lives(self, conn: &mut PgConnection) -> Result<(), AccountError> {
        let lives = session_store::lives(conn, self).await?;
        if lives { Ok(()) } else { Err(AccountError::RefreshInvalid) }
    }
}

impl<S> FromRequestParts<S> for Session
where
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let Caller(account) = Caller::from_request_parts(parts, state).await?;
        let id = parts.headers.get(hop::SESSION).and_then(|value| value.to_str().ok());
        let id: SessionId =
            id.and_then(|text| text.parse().ok()).ok_or(AccountError::SignInRequired)?;
        let state = AppState::from_ref(state);
        let own = Self { account, id };
        let lives = session_store::lives(&state.db, own).await?;
        lives.then_some(own).ok_or_else(|| AccountError::RefreshInvalid.into())
    }
}
