//! Static files that need headers made by the edge: pages on which the payment provider's
//! script runs. All other files are served by the platform without waking the Worker; their
//! headers stand in `site/_headers`.

use worker::{Env, Request, Response};

use crate::config::{ASSETS, Config};
use crate::reply::Answer;

/// Serves the file of this request.
pub(crate) async fn page(request: Request, env: &Env, config: &Config) -> Answer {
    let Ok(assets) = env.assets(ASSETS) else {
        return Err(frontrow_shared::problem::Code::NotFound.into());
    };
    let response = assets.fetch_request(request).await?;
    let headers = response.headers().clone();
    headers.set("content-security-policy", &policy(&config.pay_sources))?;
    // The provider's window has to find its opener again.
    headers.set("cross-origin-opener-policy", "same-origin-allow-popups")?;
    headers.set("x-content-type-options", "nosniff")?;
    headers.set("referrer-policy", "strict-origin-when-cross-origin")?;
    Ok(Response::with_headers(response, headers))
}

/// Like the policy in `site/_headers`, with the provider's sources added.
pub(crate) fn policy(pay: &str) -> String {
    let pay = pay.replace([';', ',', '\r', '\n'], " ");
    format!(
        "default-src 'none'; script-src 'self' {pay}; style-src 'self'; img-src 'self' data: {pay}; \
         connect-src 'self' {pay}; frame-src {pay}; form-action 'self' {pay}; font-src 'self'; \
         manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}
