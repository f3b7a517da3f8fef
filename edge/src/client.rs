//! What a request says about its sender: address, cookies, tokens, origin, body.
//!
//! Nothing of this goes on to the core as it came; what does is verified and signed anew.

use frontrow_shared::id::SaleId;
use frontrow_shared::pass;
use frontrow_shared::problem::{Code, Problem};
use futures_util::TryStreamExt as _;
use serde::de::DeserializeOwned;
use worker::{Method, Request};

use crate::config::Config;
use crate::reply::Failure;

/// The cookie of the access token.
const ACCESS: &str = "__Host-fr_access";
/// The cookie of the refresh token.
const REFRESH: &str = "__Host-fr_refresh";
/// The cookie of a sign-in through an outside issuer that is under way.
const FLOW: &str = "__Host-fr_flow";
/// The longest cookie header that is searched, in bytes.
const COOKIES_MAX: usize = 16 * 1024;

/// The most bytes of a body that goes on to the core.
pub(crate) const BODY_MAX: usize = 64 * 1024;

/// The client's address as Cloudflare saw it; empty outside of Cloudflare.
pub(crate) fn ip(request: &Request) -> String {
    header(request, "cf-connecting-ip").unwrap_or_default()
}

/// The access token: cookie, or `Authorization: Bearer` for apps.
pub(crate) fn access_token(request: &Request) -> Option<String> {
    let bearer = || {
        let header = header(request, "authorization")?;
        header.strip_prefix("Bearer ").map(|token| token.trim().to_owned())
    };
    bearer().or_else(|| cookie(request, ACCESS))
}

/// The refresh token.
pub(crate) fn refresh_token(request: &Request) -> Option<String> {
    cookie(request, REFRESH)
}

/// What binds a sign-in through an outside issuer to this browser.
pub(crate) fn flow_secret(request: &Request) -> Option<String> {
    cookie(request, FLOW)
}

/// The pass of `sale`: `X-Frontrow-Pass` for apps, or its cookie.
pub(crate) fn pass_token(request: &Request, sale: SaleId) -> Option<String> {
    header(request, "x-frontrow-pass").or_else(|| cookie(request, &pass::cookie_name(sale)))
}

/// One header.
pub(crate) fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name).ok().flatten().filter(|value| !value.is_empty())
}

fn cookie(request: &Request, name: &str) -> Option<String> {
    let cookies = header(request, "cookie").filter(|cookies| cookies.len() <= COOKIES_MAX)?;
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

/// Refuses what another site's page sends in its visitor's name. Requests without an `Origin`
/// come from programs, which hold no cookies of others.
pub(crate) fn check_origin(request: &Request, config: &Config) -> Result<(), Failure> {
    if matches!(request.method(), Method::Get | Method::Head) {
        return Ok(());
    }
    let Some(origin) = header(request, "origin") else { return Ok(()) };
    let own = match &config.site_origin {
        Some(origin) => origin.clone(),
        None => request.url()?.origin().ascii_serialization(),
    };
    if origin == own { Ok(()) } else { Err(Code::OriginMismatch.into()) }
}

/// Reads a JSON body.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|error| Failure::because(Code::BodyInvalid, &error))
}

/// The whole body, or the refusal of one that is longer than `max` bytes.
pub(crate) async fn body(request: &mut Request, max: usize) -> Result<Vec<u8>, Failure> {
    let too_large =
        || -> Failure { Problem::new(Code::BodyTooLarge).with("bytes_max", max).into() };
    let announced = header(request, "content-length").and_then(|text| text.parse::<usize>().ok());
    if announced.is_some_and(|length| length > max) {
        return Err(too_large());
    }
    if request.inner().body().is_none() {
        return Ok(Vec::new());
    }
    // A body that is not chunked ends at the length that was announced.
    if announced.is_some() && header(request, "transfer-encoding").is_none() {
        return Ok(request.bytes().await?);
    }
    let mut stream = request.stream()?;
    let mut body = Vec::new();
    while let Some(chunk) = stream.try_next().await? {
        if body.len() + chunk.len() > max {
            return Err(too_large());
        }
        body.extend(chunk);
    }
    Ok(body)
}
