//! One request to the core, signed and with a time limit.

use std::pin::pin;
use std::time::Duration;

use frontrow_shared::hop::{self, HopRequest, Identity};
use frontrow_shared::problem::{Code, Problem};
use futures_util::future::{Either, select};
use worker::web_sys::{self, RequestInit, RequestRedirect};
use worker::{AbortController, Delay, Headers, Method, Response};

use crate::config::Config;
use crate::reply::Failure;
use crate::{clock, native, random};

/// Under which key a request goes: the core tells people's requests from the edge's own.
#[derive(Clone, Copy)]
pub(crate) enum Signer {
    /// On behalf of a person.
    Hop,
    /// The edge or a room itself.
    Sync,
}

/// What is asked of the core.
pub(crate) struct Call<'a> {
    /// The method.
    pub(crate) method: Method,
    /// Path, and query if there is one.
    pub(crate) path_and_query: &'a str,
    /// The body; empty for none.
    pub(crate) body: &'a [u8],
    /// Who asks.
    pub(crate) identity: Identity<'a>,
    /// Other headers, already sifted.
    pub(crate) headers: Headers,
    /// The key.
    pub(crate) signer: Signer,
    /// How long the core may take, in ms.
    pub(crate) within_ms: u64,
}

/// Sends it and waits for the head of the answer; the body streams.
///
/// # Errors
/// `core_unreachable` when no answer begins in time.
pub(crate) async fn call(config: &Config, call: Call<'_>) -> Result<Response, Failure> {
    Ok(head(config, call).await?.into())
}

async fn head(config: &Config, call: Call<'_>) -> Result<web_sys::Response, Failure> {
    let within_ms = call.within_ms;
    let address = format!("{}{}", config.core_url, call.path_and_query);
    let init = signed(config, call)?;
    let controller = AbortController::default();
    init.set_signal(Some(&controller.signal()));
    let answer = pin!(native::fetch(&address, &init));
    let limit = pin!(Delay::from(Duration::from_millis(within_ms)));
    match select(answer, limit).await {
        Either::Left((Ok(response), _)) => Ok(response),
        Either::Left((Err(error), _)) => Err(unreachable_core(&error.to_string())),
        Either::Right(_) => {
            controller.abort();
            Err(unreachable_core("no answer in time"))
        }
    }
}

/// Sends it and waits for the whole answer: status and body.
///
/// # Errors
/// `core_unreachable` when the answer is not there in time, or is longer than `max` bytes.
pub(crate) async fn call_whole(
    config: &Config,
    call: Call<'_>,
    max: usize,
) -> Result<(Response, Vec<u8>), Failure> {
    let within_ms = call.within_ms;
    let whole = async {
        let answer = head(config, call).await?;
        let body = native::bytes(&answer).await?;
        Ok::<_, Failure>((answer.into(), body))
    };
    match select(pin!(whole), pin!(Delay::from(Duration::from_millis(within_ms)))).await {
        Either::Left((Ok((response, body)), _)) if body.len() <= max => Ok((response, body)),
        Either::Left((Ok(_), _)) => Err(unreachable_core("the answer is too long")),
        Either::Left((Err(failure), _)) => Err(failure),
        Either::Right(_) => Err(unreachable_core("no whole answer in time")),
    }
}

fn signed(config: &Config, call: Call<'_>) -> worker::Result<RequestInit> {
    let ring = match call.signer {
        Signer::Hop => &config.hop,
        Signer::Sync => &config.sync,
    };
    let headers = call.headers;
    for (name, value) in call.identity.headers() {
        headers.set(name, value)?;
    }
    let hop = HopRequest {
        method: call.method.as_ref(),
        path_and_query: call.path_and_query,
        body: call.body,
        identity: call.identity,
    };
    let signature = hop::sign(ring, &hop, clock::now(), &random::bytes()?);
    headers.set(hop::HEADER, &signature)?;
    let init = native::init(&call.method, &headers.0, call.body);
    // A redirect would be followed with our signature on it.
    init.set_redirect(RequestRedirect::Manual);
    Ok(init)
}

fn unreachable_core(reason: &str) -> Failure {
    worker::console_warn!("the core does not answer: {reason}");
    Problem::new(Code::CoreUnreachable).with("retry_after_ms", 2_000).into()
}
