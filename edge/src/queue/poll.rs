//! What a crowd asks by the thousand a second, the status document that is there and fresh, on the
//! shortest way: no settings, no copy of the text, headers made once.
//!
//! Everybody's caches may keep the answer, so it carries no id of a request.

use frontrow_shared::id::SaleId;
use worker::web_sys::{Headers, Request, Response, ResponseInit};

use super::status;

/// What every such answer carries.
const HEADERS: [(&str, &str); 3] = [
    ("content-type", "application/json"),
    ("cache-control", "public, max-age=1"),
    ("x-content-type-options", "nosniff"),
];

thread_local! {
    static INIT: Option<ResponseInit> = init();
}

/// The answer to a poll; nothing when this is none, or the document has to be asked for.
pub(crate) fn poll(request: &Request) -> Option<Response> {
    let sale = asked(&request.url())?;
    if !matches!(request.method().as_str(), "GET" | "HEAD") {
        return None;
    }
    let bytes = status::shown(sale)?;
    INIT.with(|init| {
        Response::new_with_opt_buffer_source_and_init(Some(&bytes), init.as_ref()?).ok()
    })
}

/// The sale whose status an address is.
fn asked(address: &str) -> Option<SaleId> {
    let (_, behind) = address.split_once("://")?;
    let path = &behind[behind.find('/')?..];
    let path = path.split(['?', '#']).next()?;
    path.strip_prefix("/q/v1/")?.strip_suffix("/status")?.parse().ok()
}

fn init() -> Option<ResponseInit> {
    let headers = Headers::new().ok()?;
    for (name, value) in HEADERS {
        headers.set(name, value).ok()?;
    }
    let init = ResponseInit::new();
    init.set_headers(&headers);
    Some(init)
}
