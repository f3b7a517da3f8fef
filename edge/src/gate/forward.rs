//! Handing a request on: what of it goes along, and what of the answer comes back.

use frontrow_shared::hop::Identity;
use worker::{Headers, Method, Request, Response};

use crate::client::{self, BODY_MAX};
use crate::reply::{Answer, Failure};
use crate::router::Visit;
use crate::upstream::{Call, Signer, call};

/// The headers of a client that go on. Everything else stays behind, identity headers above
/// all: what is not named here cannot be smuggled in.
const PASSED_ON: [&str; 6] =
    ["accept", "accept-language", "content-type", "idempotency-key", "if-none-match", "user-agent"];
/// Headers of provider webhooks go on, too: their signatures are verified by the core.
const WEBHOOK_PREFIX: &str = "tosspayments-webhook-";
/// The longest value of a header that goes on, in bytes.
const VALUE_MAX: usize = 1024;

/// The headers of an answer that stay here: they speak of one connection.
const NOT_RETURNED: [&str; 5] =
    ["connection", "keep-alive", "transfer-encoding", "content-length", "date"];

/// How long the core may take to begin its answer.
const WITHIN_MS: u64 = 15_000;
/// How long it may take on routes that end at the payment provider, who has 60 s.
pub(super) const PAYMENT_WITHIN_MS: u64 = 65_000;

/// Hands the request on as `identity` and streams the answer back.
pub(super) async fn forward(request: Request, identity: Identity<'_>, visit: &Visit) -> Answer {
    forward_within(WITHIN_MS, request, identity, visit).await
}

/// As [`forward`], with a time limit of its own.
pub(super) async fn forward_within(
    within_ms: u64,
    mut request: Request,
    identity: Identity<'_>,
    visit: &Visit,
) -> Answer {
    let method = request.method();
    let body = if matches!(method, Method::Get | Method::Head) {
        Vec::new()
    } else {
        client::body(&mut request, BODY_MAX).await?
    };
    let path_and_query = path_and_query(&request)?;
    let ask = Call {
        method,
        path_and_query: &path_and_query,
        body: &body,
        identity,
        headers: sifted(&request)?,
        signer: Signer::Hop,
        within_ms,
    };
    returned(call(&visit.config, ask).await?)
}

/// Path and query as they go over the wire.
fn path_and_query(request: &Request) -> Result<String, Failure> {
    let url = request.url()?;
    Ok(match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    })
}

fn sifted(request: &Request) -> Result<Headers, Failure> {
    let (sifted, all) = (Headers::new(), request.headers());
    let pass = |name: &str, value: &str| match value.len() <= VALUE_MAX {
        true => sifted.set(name, value),
        false => Ok(()),
    };
    for name in PASSED_ON {
        if let Some(value) = all.get(name)? {
            pass(name, &value)?;
        }
    }
    // Only these are asked for by a prefix; to walk through all headers takes longer.
    if request.path().starts_with("/webhooks/") {
        for (name, value) in all.entries().filter(|(name, _)| name.starts_with(WEBHOOK_PREFIX)) {
            pass(&name, &value)?;
        }
    }
    Ok(sifted)
}

fn returned(response: Response) -> Answer {
    let headers = response.headers().clone();
    for name in NOT_RETURNED {
        headers.delete(name)?;
    }
    if !headers.has("cache-control")? {
        headers.set("cache-control", "no-store")?;
    }
    Ok(response.with_headers(headers))
}
