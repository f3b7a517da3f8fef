//! Who asks. All of it comes from headers that the hop signature covers; the edge has
//! stripped the client's own.

use std::net::IpAddr;
use std::str::FromStr;

use axum::RequestPartsExt;
use axum::extract::{FromRef, FromRequestParts};
use frontrow_shared::hop;
use frontrow_shared::id::{AccountId, PassId, SaleId, VisitorId};
use frontrow_shared::pass;
use frontrow_shared::problem::Code;
use http::request::Parts;
use serde::Deserialize;

use super::Path;
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// A signed-in person. What they may do is read from the database, never from a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller(pub AccountId);

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        header(parts, hop::ACCOUNT)?.map(Self).ok_or_else(|| ApiError::new(Code::SignInRequired))
    }
}

/// The sale that a path is about.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct SalePath {
    /// `{sale}`
    pub sale: SaleId,
}

/// A visitor who was let in: the edge has checked the pass, and here it is checked again,
/// with no leeway, against the sale of the path and what has ended since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admission {
    /// The sale of the path and of the pass.
    pub sale: SaleId,
    /// The pass.
    pub pass: PassId,
    /// The visitor.
    pub visitor: VisitorId,
}

impl<S> FromRequestParts<S> for Admission
where
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let state = AppState::from_ref(state);
        let Path(path) = parts.extract::<Path<SalePath>>().await?;
        let token: String =
            header(parts, hop::PASS)?.ok_or_else(|| ApiError::new(Code::PassMissing))?;
        let jwks = state.edge_keys.current(&token).await?;
        let at = (path.sale, crate::clock::wall(), 0);
        let claims = pass::verify_again(&state.edge_keys.remembered, &jwks, &token, at)
            .map_err(|error| ApiError::new(error.code()).detail(error.to_string()))?;
        let account = header::<AccountId>(parts, hop::ACCOUNT)?;
        // The seat map needs no sign-in, so there the edge names nobody.
        if claims.acc.zip(account).is_some_and(|(holder, caller)| holder != caller) {
            return Err(ApiError::new(Code::PassOtherAccount));
        }
        crate::rooms::service::refuse_ended(&state, claims.jti).await?;
        Ok(Self { sale: path.sale, pass: claims.jti, visitor: claims.sub })
    }
}

/// The client's address as the edge saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientIp(pub Option<IpAddr>);

impl<S: Send + Sync> FromRequestParts<S> for ClientIp {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        header(parts, hop::CLIENT_IP).map(Self)
    }
}

/// The refresh token out of its cookie, on sign-in routes.
#[derive(Debug, Clone)]
pub struct RefreshToken(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for RefreshToken {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        header(parts, hop::REFRESH).map(Self)
    }
}

/// What binds a sign-in through an outside issuer to its browser, on sign-in routes.
#[derive(Debug, Clone)]
pub struct FlowSecret(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for FlowSecret {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        header(parts, hop::FLOW).map(Self)
    }
}

fn header<T: FromStr>(parts: &Parts, name: &'static str) -> ApiResult<Option<T>> {
    let Some(value) = parts.headers.get(name).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let parsed = value.to_str().ok().and_then(|text| text.parse().ok());
    parsed.map(Some).ok_or_else(|| {
        ApiError::new(Code::HeaderInvalid).detail(format!("{name} is not of the right form."))
    })
}
