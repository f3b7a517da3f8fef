//! Staff on the internal listener: the extractors of every staff route.

use axum::extract::{FromRef, FromRequestParts};
use frontrow_shared::id::AccountId;
use http::header;
use http::request::Parts;

use super::error::AccountError;
use super::roles::Role;
use super::staff_service::{self, AtWork};
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// A member of staff: `Authorization: Bearer <access token>` of a living session of the staff
/// API whose account has the role at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffCaller(pub AccountId);

impl<S> FromRequestParts<S> for StaffCaller
where
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        Ok(Self(AtWork::from_request_parts(parts, state).await?.account))
    }
}

/// The same of an account with the role admin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdminCaller(pub AccountId);

impl<S> FromRequestParts<S> for AdminCaller
where
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let at_work = AtWork::from_request_parts(parts, state).await?;
        if !at_work.roles.contains(&Role::Admin) {
            return Err(AccountError::Forbidden.into());
        }
        Ok(Self(at_work.account))
    }
}

impl<S> FromRequestParts<S> for AtWork
where
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let state = AppState::from_ref(state);
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
        let token = value.and_then(|text| text.strip_prefix("Bearer "));
        let token = token.ok_or(AccountError::SignInRequired)?;
        Ok(staff_service::at_work(&state, token.trim()).await?)
    }
}
