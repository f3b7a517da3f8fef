//! Who calls: `Authorization: Basic base64("{secret key}:")`, and the headers that go with it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;

use crate::errors::{Code, TossError};
use crate::idempotency::Identity;
use crate::state::Sim;

/// The longest Idempotency-Key, in characters.
const IDEMPOTENCY_KEY_CHARS_MAX: usize = 300;

/// An authenticated merchant's call, before its body is looked at.
pub(crate) struct Caller {
    /// What the call is remembered by; `None` without an Idempotency-Key, and on every GET.
    pub(crate) identity: Option<Identity>,
    /// The error that `TossPayments-Test-Code` orders.
    pub(crate) test_code: Option<TossError>,
}

impl FromRequestParts<Sim> for Caller {
    type Rejection = TossError;

    async fn from_request_parts(parts: &mut Parts, sim: &Sim) -> Result<Self, TossError> {
        let secret_key = &sim.config().secret_key;
        authenticate(&parts.headers, secret_key)?;
        let identity = if parts.method == Method::POST {
            idempotency_key(&parts.headers)?.map(|key| Identity {
                key,
                api_key: secret_key.clone(),
                method: parts.method.to_string(),
                url: parts.uri.to_string(),
            })
        } else {
            None
        };
        let test_code = if secret_key.starts_with("test_") {
            parts.headers.get("tosspayments-test-code").map(|code| {
                let known = code.to_str().ok().and_then(Code::parse);
                TossError::from(known.unwrap_or(Code::TestCodeUnknown))
            })
        } else {
            None
        };
        Ok(Self { identity, test_code })
    }
}

fn authenticate(headers: &HeaderMap, secret_key: &str) -> Result<(), TossError> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Err(Code::UnauthorizedKey.into());
    };
    // The password is always empty; a filled one is as wrong as a missing colon.
    let presented = value
        .to_str()
        .ok()
        .and_then(|value| value.strip_prefix("Basic "))
        .and_then(|encoded| STANDARD.decode(encoded.trim()).ok())
        .and_then(|pair| String::from_utf8(pair).ok())
        .and_then(|pair| pair.strip_suffix(':').map(str::to_owned))
        .ok_or(TossError::from(Code::IncorrectBasicAuthFormat))?;
    if bool::from(presented.as_bytes().ct_eq(secret_key.as_bytes())) {
        Ok(())
    } else if presented.contains("_ck_") || presented.contains("_gck_") {
        // A client key where the secret key belongs.
        Err(Code::InvalidApiKey.into())
    } else {
        Err(Code::UnauthorizedKey.into())
    }
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, TossError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    match value.to_str() {
        Ok(key) if !key.is_empty() && key.len() <= IDEMPOTENCY_KEY_CHARS_MAX => {
            Ok(Some(key.to_owned()))
        }
        _ => Err(Code::InvalidIdempotencyKey.into()),
    }
}
